package walks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Okta's SDK for Java tells the stories of `conformance/walks/`, which are the same for every client.
 *
 * A step names an operation by Okta's id. The SDK's method has the id as its name. Where the SDK has none, or where a step
 * says what the SDK gets wrong by itself, the request is made without it. The last lines count those steps.
 */
public final class Main {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)\\}");
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private Main() {}

    /** With what was kept in place of its name in braces. */
    private static JsonNode filled(JsonNode value, ObjectNode known) {
        if (value == null) {
            return null;
        }
        if (value.isTextual()) {
            Matcher whole = NAME.matcher(value.textValue());
            return whole.matches() ? known.path(whole.group(1)) : TextNode.valueOf(filled(value.textValue(), known));
        }
        if (value.isArray()) {
            ArrayNode all = MAKE.arrayNode();
            value.forEach(item -> all.add(filled(item, known)));
            return all;
        }
        if (value.isObject()) {
            ObjectNode all = MAKE.objectNode();
            value.fields().forEachRemaining(member -> all.set(filled(member.getKey(), known), filled(member.getValue(), known)));
            return all;
        }
        return value;
    }

    private static String filled(String text, ObjectNode known) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(known.has(found.group(1)) ? known.get(found.group(1)).asText() : found.group()));
    }

    /** `conditions.people.0.id`; `#` is the length of a list, and `*` stands for each of its items. */
    private static JsonNode at(JsonNode value, String path) {
        String[] parts = path.split("\\.", 2);
        JsonNode found;
        if (parts[0].equals("*")) {
            ArrayNode all = MAKE.arrayNode();
            value.forEach(item -> all.add(parts.length > 1 ? at(item, parts[1]) : item));
            return all;
        } else if (parts[0].equals("#")) {
            found = MAKE.numberNode(value.size());
        } else if (value.isArray()) {
            found = value.get(Integer.parseInt(parts[0]));
        } else {
            found = value.get(parts[0]);
        }
        if (found == null || found.isNull()) {
            return MAKE.nullNode();
        }
        return parts.length > 1 ? at(found, parts[1]) : found;
    }

    private static List<JsonNode> inPath(JsonNode step, ObjectNode known) {
        return NAME.matcher(step.get("request").textValue()).results().map(found -> known.path(found.group(1))).toList();
    }

    private static ObjectNode query(JsonNode step, ObjectNode known) {
        return step.has("query") ? (ObjectNode) filled(step.get("query"), known) : MAKE.objectNode();
    }

    private static Story.Answer plainly(JsonNode step, ObjectNode known, ObjectNode query) throws IOException, InterruptedException {
        String[] request = step.get("request").textValue().split(" ");
        List<String> asked = new ArrayList<>();
        query.fields().forEachRemaining(member ->
                asked.add(member.getKey() + "=" + URLEncoder.encode(inQuery(member.getValue()), StandardCharsets.UTF_8)));
        String path = filled(request[1], known) + (asked.isEmpty() ? "" : "?" + String.join("&", asked));
        return Story.ask(request[0], path, filled(step.get("body"), known));
    }

    /** The values of a list stand behind each other, with commas. */
    private static String inQuery(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> values = new ArrayList<>();
        value.forEach(each -> values.add(each.asText()));
        return String.join(",", values);
    }

    /** The list by pages of so many is the list as a whole. */
    private static void pages(Story story, JsonNode step, Operation operation, ObjectNode known) throws Exception {
        int size = step.get("pages").intValue();
        String title = step.get("do").textValue() + " by pages of " + size;
        JsonNode whole = plainly(step, known, query(step, known).put("limit", 200)).body();
        if (!operation.takes("limit")) {
            story.around(title, "has no limit for its list");
            return;
        }
        Story.through++;
        JsonNode found = operation.all(inPath(step, known), query(step, known).put("limit", size));
        story.is(title, names(found), names(whole));
        story.is(title + ": there are several", MAKE.booleanNode(found.size() > size), MAKE.booleanNode(true));
    }

    private static ArrayNode names(JsonNode list) {
        ArrayNode all = MAKE.arrayNode();
        list.forEach(item -> all.add(item.path("id").isTextual() ? item.get("id") : item.path("name")));
        return all;
    }

    /** One step. What it answered is kept as far as the step says. */
    private static void take(Story story, JsonNode step, String reason, ObjectNode known) throws Exception {
        String title = filled(step.path("say").asText(step.get("do").textValue()), known);
        Operation operation = Operation.of(step.get("do").textValue());
        String wrong = reason == null && operation == null ? "does not know the operation yet" : reason;
        if (step.has("pages") && wrong == null) {
            pages(story, step, operation, known);
            return;
        }
        JsonNode answer;
        if (wrong != null) {
            story.around(title, wrong);
            if (step.has("pages")) {
                return;
            }
            Story.Answer told = plainly(step, known, query(step, known));
            answer = told.body();
            if (told.status() >= 400 && !step.has("refused")) {
                story.report(title, told.status() + ": " + answer, answer);
            }
        } else {
            Story.through++;
            JsonNode refused = filled(step.get("refused"), known);
            try {
                answer = operation.call(inPath(step, known), query(step, known), filled(step.get("body"), known));
            } catch (Refusal refusal) {
                if (refused == null) {
                    throw refusal;
                }
                story.refused(title, refusal.found, refused);
                return;
            }
            if (refused != null) {
                story.report(title, "expected " + refused + ", but it was done: " + answer, answer);
                return;
            }
            story.report(title + " is understood", "", answer);
        }
        for (Map.Entry<String, JsonNode> kept : members(step.path("keep"))) {
            known.set(kept.getKey(), at(answer, kept.getValue().textValue()));
        }
        for (Map.Entry<String, JsonNode> expected : members(step.path("is"))) {
            story.is(title + ": " + expected.getKey(), at(answer, expected.getKey()), filled(expected.getValue(), known));
        }
    }

    private static List<Map.Entry<String, JsonNode>> members(JsonNode object) {
        List<Map.Entry<String, JsonNode>> all = new ArrayList<>();
        object.fields().forEachRemaining(all::add);
        return all;
    }

    private static void tell(Story story, JsonNode tale) throws IOException, InterruptedException {
        ObjectNode known = MAKE.objectNode();
        known.put("orgurl", Story.ORG).put("prefix", Story.PREFIX).put("prefix_", Story.PREFIX.replaceAll("\\W", "_"));
        members(tale.path("known")).forEach(member -> known.set(member.getKey(), member.getValue()));
        try {
            for (JsonNode step : tale.get("steps")) {
                String reason = step.path("not").path("java").asText(tale.path("not").path("java").asText(null));
                try {
                    take(story, step, reason, known);
                } catch (Exception error) {
                    story.report(step.path("say").asText(step.get("do").textValue()), String.valueOf(error), null);
                    if (step.has("keep")) {
                        story.report("is told to its end", "what the step keeps is missing", null);
                        return;
                    }
                }
            }
        } finally {
            for (JsonNode last : tale.path("finally")) {
                String[] request = last.textValue().split(" ");
                if (NAME.matcher(request[1]).results().allMatch(found -> known.has(found.group(1)))) {
                    Story.ask(request[0], filled(request[1], known), null);
                }
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(arguments[0]))) {
            files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        String only = System.getenv().getOrDefault("CONFORMANCE_ONLY", "");
        for (Path file : files) {
            Iterator<Map.Entry<String, JsonNode>> tales = Story.JSON.readTree(file.toFile()).fields();
            while (tales.hasNext()) {
                Map.Entry<String, JsonNode> tale = tales.next();
                if (tale.getKey().contains(only)) {
                    tell(new Story(tale.getKey()), tale.getValue());
                }
            }
        }
        System.exit(Story.outcome());
    }
}
