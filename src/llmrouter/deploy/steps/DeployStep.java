package llmrouter.deploy.steps;

/// The steps of a change of an account, in their order.
public enum DeployStep {
    UPLOAD("upload", "upload the Worker"),
    PIECES("pieces", "delete pieces of the earlier configuration"),
    WORKERS_DEV("workers-dev", "set the address below workers.dev"),
    ROUTES("routes", "set the routes"),
    DOMAINS("domains", "set the custom domains"),
    HEALTH("health", "ask the live gateway"),
    MODELS("models", "list the models with the key"),
    SECRET("secret", "set the master key"),
    OLD_KEY("old-key", "see that the earlier key is refused"),
    SWITCH("switch", "switch to the version"),
    DELETE("delete", "delete the Worker");

    private final String word;
    private final String words;

    DeployStep(String word, String words) {
        this.word = word;
        this.words = words;
    }

    /// For programs.
    public String word() {
        return word;
    }

    /// For people.
    public String words() {
        return words;
    }
}
