package llmrouter.report;

/// Where a user, a client or a program meets a code of the [CodeCatalog].
public enum CodePlace {
    /// `error.code`, or `error.details.error_code`, in the body of an error answer of the gateway.
    ERROR_CODE("error-code", "`error.code` of an error answer, header `x-llm-router-error`"),
    /// `error.type` in the body of an error answer of the gateway.
    ERROR_TYPE("error-type", "`error.type` of an error answer"),
    /// How a request or an attempt ended.
    OUTCOME("outcome", "request log, `why`, `/status`, metrics, header `x-llm-router-error`"),
    /// Why a candidate was not called.
    SKIP("skip", "request log, `why`, `route`, header `x-llm-router-skipped-candidates`"),
    /// Whether a candidate can be called.
    STATE("state", "`status`, `/status`, metrics"),
    /// How a command failed.
    COMMAND("command", "`error.code` that a command prints with `--json`"),
    /// Whether a client may be connected.
    GATE("gate", "`ai-help`");

    private final String word;
    private final String title;

    CodePlace(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /// The place in JSON.
    public String word() {
        return word;
    }

    /// The place in sentences and tables, as Markdown.
    public String title() {
        return title;
    }
}
