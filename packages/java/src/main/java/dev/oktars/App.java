package dev.oktars;

import java.util.Map;

/** What an app and who signs in to it need. What an app does not have is null. */
public final class App {
    private final Map<String, Object> told;

    App(Map<String, Object> told) {
        this.told = told;
    }

    public String kind() {
        return text("kind");
    }

    public String issuer() {
        return text("issuer");
    }

    public String clientId() {
        return text("clientId");
    }

    public String clientSecret() {
        return text("clientSecret");
    }

    public String redirectUri() {
        return text("redirectUri");
    }

    public String login() {
        return text("login");
    }

    public String password() {
        return text("password");
    }

    public String scope() {
        return text("scope");
    }

    private String text(String name) {
        return (String) told.get(name);
    }
}
