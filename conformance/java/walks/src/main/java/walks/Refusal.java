package walks;

import com.fasterxml.jackson.databind.JsonNode;

/** An error of the org, as the SDK hands it on. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    final transient JsonNode found;

    Refusal(JsonNode found) {
        super(found.toString());
        this.found = found;
    }
}
