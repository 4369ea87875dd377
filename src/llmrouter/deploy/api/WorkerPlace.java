package llmrouter.deploy.api;

/// A Worker, by its account and its name.
///
/// @param accountId null if no server is asked
public record WorkerPlace(String accountId, String name) {
    /// A command of this program for this Worker and no other, as it is typed, in quotes.
    public String command(String words) {
        return "'llm-router " + words + " --worker-name=" + name + (accountId == null ? "" : " --account-id="
            + accountId) + "'";
    }

    String path() {
        return "/accounts/" + CloudflareApi.encoded(accountId) + "/workers/scripts/" + CloudflareApi.encoded(name);
    }
}
