package referee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring Boot with Okta's starter: an API that takes tokens, and an app in which people sign in. */
@SpringBootApplication
@RestController
public class Referee {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** The starter takes issuers over https alone. A browser takes a cookie for the name of the host. */
    private static final String ORG = System.getenv("OKTA_CLIENT_ORGURL").replace("127.0.0.1", "localhost");
    private static final String ISSUER = ORG + "/oauth2/default";
    private static final String LOGIN = "ann@acme.example";
    private static final String PASSWORD = "Correct-Horse-7-Battery";
    private static int failed = 0;

    @GetMapping("/me")
    Map<String, Object> me(Authentication who) {
        String name = who.getPrincipal() instanceof OidcUser user ? user.getEmail() : who.getName();
        return Map.of("name", name, "may", who.getAuthorities().stream().map(GrantedAuthority::getAuthority).sorted().toList());
    }

    public static void main(String[] arguments) throws Exception {
        try {
            JsonNode user = person();
            groupsClaim();
            api(user);
            web(user);
        } catch (Exception error) {
            failed++;
            System.out.println("not ok sign-in okta-spring-boot-starter is told to its end\n    " + error);
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void is(String step, Object found, Object expected) {
        boolean same = Objects.equals(found, expected);
        failed += same ? 0 : 1;
        String line = (same ? "ok" : "not ok") + " sign-in okta-spring-boot-starter: " + step;
        System.out.println(same ? line : line + "\n    expected " + expected + ", found " + found);
    }

    /** Tokens of a custom server open the API, and no others do. */
    private static void api(JsonNode user) throws Exception {
        String client = app(user, "API", "http://localhost:3000/callback").get("client_id").asText();
        try (ConfigurableApplicationContext site = serve(0, "okta.oauth2.issuer=" + ISSUER)) {
            String me = "http://localhost:" + site.getEnvironment().getProperty("local.server.port") + "/me";
            String token = token(user, client, "default");
            is("an API is shut without a token", call(me, null).statusCode(), 401);
            HttpResponse<String> answer = call(me, token);
            is("it takes a token of a custom server", answer.statusCode(), 200);
            JsonNode shown = JSON.readTree(answer.body());
            is("and knows who it is", shown.get("name").asText(), LOGIN);
            is("scopes and groups are authorities", shown.get("may"), JSON.valueToTree(List.of("Everyone", "SCOPE_email", "SCOPE_openid")));
            is("refused: a token that was changed", call(me, token.substring(0, token.length() - 8) + "AAAAAAAA").statusCode(), 401);
            is("refused: a token of the org's own server", call(me, token(user, client, "")).statusCode(), 401);
        }
        try (ConfigurableApplicationContext site = serve(0, "okta.oauth2.issuer=" + ISSUER, "okta.oauth2.audience=api://other")) {
            String me = "http://localhost:" + site.getEnvironment().getProperty("local.server.port") + "/me";
            is("refused: a token for another audience", call(me, token(user, client, "default")).statusCode(), 401);
        }
    }

    /** People sign in through the pages, at both kinds of server. */
    private static void web(JsonNode user) throws Exception {
        for (String issuer : List.of(ISSUER, ORG)) {
            String at = issuer.equals(ORG) ? ", the org's own server" : ", a custom server";
            int port = freePort();
            String origin = "http://localhost:" + port;
            JsonNode client = app(user, "Web" + at, origin + "/login/oauth2/code/okta");
            try (ConfigurableApplicationContext site = serve(port, "okta.oauth2.issuer=" + issuer,
                    "okta.oauth2.client-id=" + client.get("client_id").asText(),
                    "okta.oauth2.client-secret=" + client.get("client_secret").asText(),
                    "okta.oauth2.scopes=openid,profile,email")) {
                HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.ALWAYS).build();
                HttpRequest me = HttpRequest.newBuilder(URI.create(origin + "/me")).header("accept", "text/html,*/*").build();
                HttpResponse<String> page = browser.send(me, BodyHandlers.ofString());
                is("a page of an app leads to the org" + at, page.uri().toString().startsWith(ORG), true);
                page = sendForm(browser, page, Map.of("identifier", LOGIN));
                page = sendForm(browser, page, Map.of("credentials.passcode", PASSWORD));
                is("and back, signed in" + at, page.statusCode() == 200 ? JSON.readTree(page.body()).get("name").asText() : page.statusCode() + " " + page.body(), LOGIN);
                page = browser.send(me, BodyHandlers.ofString());
                is("the session of the app stays" + at, page.statusCode() + " " + page.uri(), "200 " + origin + "/me");
            }
        }
    }

    private static ConfigurableApplicationContext serve(int port, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("server.port=" + port, "server.address=localhost", "spring.main.banner-mode=off", "logging.level.root=error"));
        return new SpringApplication(Referee.class).run(all.stream().map(setting -> "--" + setting).toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> call(String url, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return HTTP.send((token == null ? request : request.header("authorization", "Bearer " + token)).build(), BodyHandlers.ofString());
    }

    /** Asks the management API, as an administrator. */
    private static JsonNode ask(String path, Object body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ORG + path))
                .header("authorization", "SSWS " + System.getenv("OKTA_CLIENT_TOKEN"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))).build();
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private static JsonNode person() throws Exception {
        Map<String, String> profile = Map.of("firstName", "Ann", "lastName", "Acme", "email", LOGIN, "login", LOGIN);
        return ask("/api/v1/users?activate=true", Map.of("profile", profile, "credentials", Map.of("password", Map.of("value", PASSWORD))));
    }

    private static void groupsClaim() throws Exception {
        ask("/api/v1/authorizationServers/default/claims", Map.of("name", "groups", "claimType", "RESOURCE", "valueType", "GROUPS",
                "group_filter_type", "REGEX", "value", ".*", "alwaysIncludeInToken", true));
    }

    private static JsonNode app(JsonNode user, String label, String callback) throws Exception {
        Map<String, Object> settings = Map.of("application_type", "web", "redirect_uris", List.of(callback),
                "response_types", List.of("code"), "grant_types", List.of("authorization_code", "refresh_token"));
        JsonNode made = ask("/api/v1/apps", Map.of("name", "oidc_client", "label", label, "signOnMode", "OPENID_CONNECT",
                "settings", Map.of("oauthClient", settings)));
        ask("/api/v1/apps/" + made.get("id").asText() + "/users", Map.of("id", user.get("id").asText()));
        return made.get("credentials").get("oauthClient");
    }

    /** An access token, without the pages. */
    private static String token(JsonNode user, String client, String server) throws Exception {
        return ask("/_local/sign-in", Map.of("user", user.get("id").asText(), "client", client, "server", server,
                "scopes", List.of("openid", "email"))).get("access_token").asText();
    }

    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]*)\"");

    /** Sends the form of a page, with what a person types into it. */
    private static HttpResponse<String> sendForm(HttpClient browser, HttpResponse<String> page, Map<String, String> typed) throws Exception {
        StringBuilder form = new StringBuilder();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            field(form, hidden.group(1), hidden.group(2));
        }
        typed.forEach((name, value) -> field(form, name, value));
        Matcher action = ACTION.matcher(page.body());
        if (!action.find()) {
            throw new IOException("a page without a form at " + page.uri().getPath() + ", with status " + page.statusCode());
        }
        HttpRequest request = HttpRequest.newBuilder(page.uri().resolve(action.group(1)))
                .header("content-type", "application/x-www-form-urlencoded").header("accept", "text/html,*/*")
                .POST(BodyPublishers.ofString(form.toString())).build();
        return browser.send(request, BodyHandlers.ofString());
    }

    private static void field(StringBuilder form, String name, String value) {
        form.append(form.isEmpty() ? "" : "&").append(URLEncoder.encode(name, StandardCharsets.UTF_8)).append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
