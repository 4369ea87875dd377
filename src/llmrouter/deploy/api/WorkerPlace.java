package llmrouter.deploy.api;

/// A Worker, by its account and its name.
public record WorkerPlace(String accountId, String name) {
    String path() {
        return "/accounts/" + CloudflareApi.encoded(accountId) + "/workers/scripts/" + CloudflareApi.encoded(name);
    }
}
