package llmrouter.cli;

import java.util.List;

/// Words that people type out of habit, from other gateways and other tools, and what this program has instead.
record OtherWords(List<String> words, String answer) {
    /// Stands for the address of the gateway in an answer.
    private static final String URL = "URL";

    private static final List<OtherWords> ROWS = List.of(
        row("'llm-router start' runs the gateway", "serve", "server", "run", "up", "launch", "daemon", "gateway",
            "proxy"),
        row("'llm-router start' takes the place of a gateway that runs already; its open requests may finish",
            "restart"),
        row("'llm-router stop' ends the gateway", "down", "kill", "quit", "exit", "shutdown", "end"),
        row("'llm-router status' shows which gateways run and how their candidates are",
            "ps", "health", "info", "stats", "top", "who", "state", "caps", "limits", "usage"),
        row("a running gateway shows its status page at URL/", "ui", "web", "dashboard", "open", "page", "gui",
            "admin"),
        row("'llm-router why' shows what happened to the latest request, 'llm-router why --last=20' lists the latest "
            + "ones",
            "logs", "log", "tail", "requests", "history", "trace", "last"),
        row("'llm-router config list' shows all models and aliases; a client gets them from URL/v1/models",
            "models", "model", "aliases", "alias"),
        row("'llm-router config list' shows what is configured", "ls", "show", "get", "providers", "cat", "view"),
        row("'llm-router config add-provider' begins a configuration, or adds to it; "
            + "'llm-router help config add-provider' has examples",
            "init", "add", "create", "new", "onboard", "configure", "provider"),
        row("'llm-router help config' lists the operations that change the configuration; 'llm-router deploy --delete' "
            + "takes a hosted gateway off Cloudflare", "set", "edit",
            "update-config", "change", "remove", "rm", "delete", "del"),
        row("'llm-router config validate' checks the configuration, and 'llm-router status' a running gateway",
            "doctor", "check", "test", "lint", "verify", "diagnose"),
        row("'llm-router config set-master-key' sets the key that clients must send, and 'llm-router config add-key' "
            + "adds a key for one client", "login", "auth", "key", "keys", "token", "secret", "user", "users"),
        row("'llm-router start' prints the line that connects Claude Code and other clients to the gateway",
            "code", "codex", "opencode", "connect", "client", "clients", "env", "activate", "claude"),
        row("'llm-router route' shows which candidates a model's requests would go to", "resolve", "which", "plan"),
        row("'llm-router explain CODE' says what an error code means and what to do", "error", "errors", "codes"),
        row("'llm-router ai-help' is the guide for a coding agent that sets up and operates the gateway",
            "ai", "agent", "agents", "guide", "mcp"),
        row("'llm-router translate' translates a request, answer or stream offline", "convert", "transform"),
        row("'llm-router demo' is a gateway with two simulated providers, to try it out", "playground", "try",
            "example", "quickstart", "tutorial"),
        row("put the new jar in the place of the old one; a running gateway hands over to it by itself",
            "update", "upgrade", "self-update"),
        row("'llm-router deploy' puts the gateway on Cloudflare Workers, 'llm-router worker-key' replaces its key",
            "host", "hosting", "cloudflare", "worker", "workers", "wrangler", "publish", "undeploy"),
        row("'llm-router deploy --export-only' writes the configuration for a hosted gateway, 'llm-router deploy "
            + "--emit=wrangler' a whole project", "export", "emit"));

    private static OtherWords row(String answer, String... words) {
        return new OtherWords(List.of(words), answer);
    }

    static List<OtherWords> rows() {
        return ROWS;
    }

    /// What to do instead, a clause; null if the word is not in the table.
    ///
    /// @param url of the gateway, without a slash at its end
    static String answer(String word, String url) {
        for (OtherWords row : ROWS) {
            if (row.words.contains(word)) return row.answer.replace(URL + "/", url + "/");
        }
        return null;
    }
}
