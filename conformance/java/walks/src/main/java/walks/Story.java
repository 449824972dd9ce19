package walks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/** A story that is being told. Every step prints `ok` or `not ok`. */
final class Story {
    static final String ORG = System.getenv("OKTA_CLIENT_ORGURL");
    static final String TOKEN = System.getenv("OKTA_CLIENT_TOKEN");
    static final String PREFIX = System.getenv().getOrDefault("CONFORMANCE_PREFIX", "oktars-java");
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String OBSERVED = System.getenv("CONFORMANCE_OBSERVED");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** How many steps were told without the SDK, for each reason. */
    private static final TreeMap<String, Integer> WITHOUT = new TreeMap<>();
    private static int failed;
    static int through;

    private final String name;

    Story(String name) {
        this.name = name;
    }

    record Answer(int status, JsonNode body) {}

    /** Asks the org itself, without the SDK. */
    static Answer ask(String method, String path, JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ORG + path))
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .header("authorization", "SSWS " + TOKEN)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        boolean empty = answer.body().isEmpty();
        return new Answer(answer.statusCode(), empty ? JsonNodeFactory.instance.nullNode() : JSON.readTree(answer.body()));
    }

    /** What a step saw goes to a file, so that two orgs can be compared. */
    void report(String step, String wrong, JsonNode saw) {
        failed += wrong.isEmpty() ? 0 : 1;
        System.out.println((wrong.isEmpty() ? "ok" : "not ok") + " java " + name + ": " + step
                + (wrong.isEmpty() ? "" : "\n    " + wrong.replace("\n", "\n    ")));
        if (OBSERVED == null) {
            return;
        }
        ObjectNode line = JSON.createObjectNode();
        line.put("client", "java").put("story", name).put("step", step).set("saw", saw);
        try {
            Files.writeString(Path.of(OBSERVED), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    /** The value is the expected one. Numbers are compared as numbers. */
    void is(String step, JsonNode found, JsonNode expected) {
        boolean same = expected.equals((one, other) -> {
            boolean alike = one.isNumber() && other.isNumber() ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
            return alike ? 0 : 1;
        }, found);
        report(step, same ? "" : "expected " + expected + ", found " + found, found);
    }

    /** The org refuses, as expected: status, code, summary and causes, as far as they are given. */
    void refused(String step, JsonNode found, JsonNode expected) {
        ObjectNode told = JSON.createObjectNode();
        expected.fieldNames().forEachRemaining(member -> told.set(member, found.get(member)));
        is(step, told, expected);
    }

    /** Notes a step that is told without the SDK. */
    void around(String step, String reason) {
        WITHOUT.merge(reason, 1, Integer::sum);
        System.out.println("# java " + name + ": " + step + ", without the SDK: it " + reason);
    }

    /** Counts what was told through the SDK and what was not. */
    static int outcome() {
        WITHOUT.forEach((reason, steps) -> System.out.println("# " + steps + " without the SDK: it " + reason));
        int without = WITHOUT.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("# java: " + through + " steps through the SDK, " + without + " without it");
        return failed > 0 ? 1 : 0;
    }
}
