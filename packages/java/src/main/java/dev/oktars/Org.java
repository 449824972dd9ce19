package dev.oktars;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A local org that is running: a process that ends with this one. */
public final class Org implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);

    private final Process process;
    private final String url;
    private final String token;
    private final List<App> apps;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(null)).build();

    private Org(Process process, Map<String, Object> ready) {
        this.process = process;
        this.url = (String) ready.get("url");
        this.token = (String) ready.get("token");
        this.apps = list(ready.get("apps")).stream().map(App::new).collect(Collectors.toUnmodifiableList());
    }

    /** What an org holds and how it is served. */
    public static final class Options {
        private final List<String> arguments = new ArrayList<>();
        private String token;

        private Options() {}

        /** {@code empty}, {@code demo}, a number of users, or the path of a JSON file. */
        public Options seed(String seed) {
            arguments.add("--seed=" + seed);
            return this;
        }

        /** Apps to sign in to: {@code web=http://localhost:3000/callback} and the like. */
        public Options app(String... apps) {
            Arrays.stream(apps).forEach(app -> arguments.add("--app=" + app));
            return this;
        }

        /** The API token to accept. */
        public Options token(String token) {
            this.token = token;
            return this;
        }

        /** More arguments of {@code oktars org serve}. */
        public Options args(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** Starts the org. */
        public Org start() {
            return launch(arguments, token);
        }
    }

    /** The options of an empty org. */
    public static Options options() {
        return new Options();
    }

    private static Org launch(List<String> arguments, String token) {
        Path binary = Binary.find();
        List<String> command = new ArrayList<>(List.of(binary.toString(), "org", "serve"));
        if (!System.getProperty("os.name").startsWith("Windows")) {
            command.add("--exit-with-parent");
        }
        command.addAll(arguments);
        Path complaints = null;
        Process process = null;
        try {
            complaints = Files.createTempFile("oktars", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
            builder.environment().remove("OKTARS_LOCAL_TOKEN");
            if (token != null) {
                // Other users of the machine can read arguments, and not the environment.
                builder.environment().put("OKTARS_LOCAL_TOKEN", token);
            }
            process = builder.start();
            process.getOutputStream().close();
            Map<String, Object> ready = ready(process, complaints);
            sameVersion(binary, ready.get("version"));
            return new Org(process, ready);
        } catch (IOException error) {
            end(process);
            throw new OrgException(binary + " cannot be started: " + error.getMessage());
        } catch (RuntimeException error) {
            end(process);
            throw error;
        } finally {
            remove(complaints);
        }
    }

    private static Map<String, Object> ready(Process process, Path complaints) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        try {
            line = CompletableFuture.supplyAsync(() -> first(out)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception error) {
            throw new OrgException("the org was not ready after " + PATIENCE.toSeconds() + " s");
        }
        if (line == null) {
            throw new OrgException("the command did not say where its org is\n" + Files.readString(complaints).trim());
        }
        return object(Json.read(line));
    }

    private static String first(BufferedReader out) {
        try {
            return out.readLine();
        } catch (IOException error) {
            return null;
        }
    }

    private static void sameVersion(Path binary, Object version) {
        String own = Binary.version();
        if (!own.equals(version)) {
            throw new OrgException("the library has version " + own + ", and the command " + binary + " has version "
                    + (version == null ? "before 0.1.0" : version) + ". Use the two with the same version");
        }
    }

    private static void remove(Path path) {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException error) {
            path.toFile().deleteOnExit();
        }
    }

    public String url() {
        return url;
    }

    /** The API token. */
    public String token() {
        return token;
    }

    public long pid() {
        return process.pid();
    }

    public List<App> apps() {
        return apps;
    }

    /** The first app. */
    public App app() {
        if (apps.isEmpty()) {
            throw new OrgException("the org was started without an app");
        }
        return apps.get(0);
    }

    /** The mails and messages that Okta would have sent, oldest first: kind, to, userId, token, url, sent. */
    public List<Map<String, Object>> outbox() {
        return list(control("GET", "outbox", null));
    }

    /** The requests that came, without their secrets. */
    public List<Map<String, Object>> requests() {
        return list(control("GET", "requests", null));
    }

    public Instant now() {
        return time(control("GET", "clock", null));
    }

    /** Moves the clock on. */
    public Instant advance(Duration by) {
        return time(control("POST", "clock", Map.of("advance", by.toSeconds())));
    }

    /** Plays a fault: see "Faults" in the documentation of the local org. */
    public void addFault(Map<String, ?> fault) {
        control("POST", "faults", fault);
    }

    public void clearFaults() {
        control("DELETE", "faults", null);
    }

    /** Makes the org again, as it was at the start. */
    public void reset() {
        control("POST", "reset", Map.of());
    }

    /** Keeps the state under a name. */
    public void snapshot(String name) {
        control("POST", "snapshot", Map.of("name", name));
    }

    /** Goes back to a state that was kept. */
    public void restore(String name) {
        control("POST", "restore", Map.of("name", name));
    }

    /** Signs the person of the first app in, without a browser, and answers with tokens. */
    public Map<String, Object> signIn() {
        return signIn(Map.of());
    }

    /** Signs somebody in: user, client, scopes, amr and so on. The user and the client of the first app may be left out. */
    public Map<String, Object> signIn(Map<String, ?> options) {
        Map<String, Object> asked = new LinkedHashMap<>(options);
        asked.computeIfAbsent("user", name -> app().login());
        asked.computeIfAbsent("client", name -> app().clientId());
        // Tokens name the host that was asked, so ask under the one that the app knows.
        URI base = apps.stream()
                .filter(app -> app.clientId().equals(asked.get("client")))
                .findFirst()
                .map(app -> URI.create(app.issuer()))
                .orElse(URI.create(url));
        return object(send("POST", base.resolve("/_local/sign-in"), asked));
    }

    /** A request with the API token: {@code org.api("GET", "/api/v1/users", null)}. JSON is maps and lists. */
    public Object api(String method, String path, Object body) {
        return send(method, URI.create(url + path), body);
    }

    private Object control(String method, String name, Object body) {
        return send(method, URI.create(url + "/_local/" + name), body);
    }

    private Object send(String method, URI uri, Object body) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "SSWS " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)))
                .build();
        HttpResponse<String> answer;
        try {
            answer = client.send(request, BodyHandlers.ofString());
        } catch (IOException error) {
            throw new OrgException(method + " " + uri.getPath() + " got no answer: " + error.getMessage());
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new OrgException(method + " " + uri.getPath() + " was interrupted");
        }
        if (answer.statusCode() >= 400) {
            String text = method + " " + uri.getPath() + " was refused with " + answer.statusCode() + ": " + answer.body();
            throw new OrgException(text.trim(), answer.statusCode());
        }
        return answer.body().isBlank() ? null : Json.read(answer.body());
    }

    /** Ends the org. */
    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(LAST_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException error) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Instant time(Object clock) {
        return Instant.parse((String) object(clock).get("now"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object value) {
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }
}
