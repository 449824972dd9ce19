package tried;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.okta.sdk.authc.credentials.TokenClientCredentials;
import com.okta.sdk.client.Clients;
import com.okta.sdk.resource.api.UserApi;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.client.ApiException;
import com.okta.sdk.resource.user.UserBuilder;
import dev.oktars.OktarsOrg;
import dev.oktars.Org;
import dev.oktars.OrgException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The JUnit extension with Okta's own SDK for Java. */
@OktarsOrg(app = "web=http://localhost:3000/callback")
class SdkTest {
    private static UserApi users(Org org) {
        ApiClient client = Clients.builder()
                .setOrgUrl(org.url())
                .setClientCredentials(new TokenClientCredentials(org.token()))
                .build();
        return new UserApi(client);
    }

    @BeforeAll
    static void fill(Org org) throws ApiException {
        UserBuilder.instance()
                .setEmail("ann@tried.example")
                .setFirstName("Ann")
                .setLastName("Lee")
                .setPassword("superPass1".toCharArray())
                .setActive(true)
                .buildAndCreate(users(org));
    }

    @RepeatedTest(3)
    void eachTestBeginsWithTheSameState(Org org) throws ApiException {
        assertEquals("ACTIVE", users(org).getUser("ann@tried.example", null, null).getStatus().getValue());
        org.api("POST", "/api/v1/users/ann@tried.example/lifecycle/suspend", null);
        assertEquals("SUSPENDED", users(org).getUser("ann@tried.example", null, null).getStatus().getValue());
    }

    @Test
    void whatATestAsksOfAnOrg(Org org) {
        Instant before = org.now();
        Duration passed = Duration.between(before, org.advance(Duration.ofHours(3)));
        assertTrue(passed.toHours() == 3, passed.toString());
        String token = (String) org.signIn(Map.of("scopes", List.of("openid", "email"))).get("access_token");
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        assertTrue(claims.contains("\"iss\":\"" + org.app().issuer() + "\""), claims);
        int mails = org.outbox().size();
        org.api("POST", "/api/v1/users/ann@tried.example/lifecycle/reset_password?sendEmail=true", null);
        List<Map<String, Object>> sent = org.outbox();
        assertEquals("ann@tried.example", sent.get(mails).get("to"));
        org.addFault(Map.of("path", "/api/v1/users/*", "status", 503, "times", 1));
        OrgException refused =
                assertThrows(OrgException.class, () -> org.api("GET", "/api/v1/users/ann@tried.example", null));
        assertEquals(503, refused.status());
    }

    @Test
    void anOrgThatCannotStartSaysWhy() {
        OrgException refused = assertThrows(OrgException.class, () -> Org.options().seed("many").start());
        assertTrue(refused.getMessage().contains("write `empty`, `demo`"), refused.getMessage());
    }

    /** A program that serves until it is killed. */
    public static final class Serves {
        public static void main(String[] arguments) throws Exception {
            System.out.println(Org.options().start().url());
            Thread.sleep(60_000);
        }
    }

    @Test
    void aKilledProgramLeavesNothingBehind() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Serves.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String url = new BufferedReader(new InputStreamReader(child.getInputStream())).readLine();
        assertTrue(isUp(url));
        child.destroyForcibly().waitFor();
        Instant end = Instant.now().plusSeconds(10);
        while (isUp(url) && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        assertTrue(!isUp(url), "the org outlived the program that started it");
    }

    private static boolean isUp(String url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/.well-known/okta-organization")).build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (java.io.IOException error) {
            return false;
        }
    }
}
