package llmrouter.cli.agent;

import llmrouter.report.CodeEntry;
import llmrouter.report.CodePlace;

/// Whether a client may be connected to the gateway, judged by live probes. Only [#READY] lets an agent go on.
enum GateState {
    READY("ready", "the client can be connected",
        "The gateway answered every probe that this client needs.", "`llm-router connect CLIENT`."),
    PENDING_LIVE_TEST("pending-live-test", "the gateway was not probed",
        "`--skip-live-test` was given.", "Run `llm-router ai-help` again without it."),
    PENDING_GATEWAY("pending-gateway", "no gateway runs",
        "No gateway of this user is in the list of running ones, and nothing answers at the usual address.",
        "`llm-router start`, then run `llm-router ai-help` again."),
    NO_ANSWER("blocked-no-answer", "the gateway did not answer the probe in time",
        "It is stopping, it hangs, or another program listens at the address.",
        "`llm-router status` says which. `--live-test-timeout-ms=20000` waits longer."),
    SERVER_ERROR("blocked-server-error", "the gateway answered the probe with an unexpected status",
        "The gateway is full or stopping, has a defect, or another program listens at the address.",
        "`llm-router status`, then `llm-router why`."),
    AUTH("blocked-auth", "the gateway refused the key of the probe, or there was none",
        "The gateway requires a key, and this command knows none or a wrong one.",
        "Give one: `llm-router ai-help --gateway-auth-token-env=VARIABLE`."),
    UNPROVEN("blocked-unproven", "what listens at the address did not prove that it is this user's gateway",
        "The gateway was started by another user, or another program listens there. No key is sent to it.",
        "`llm-router status` says which. Start a gateway of your own, or give it a certificate."),
    NO_MODELS("blocked-no-models", "the gateway lists no model",
        "No provider is enabled, or the key may not ask for any model.",
        "`llm-router config list` shows what is configured."),
    NO_CANDIDATE("blocked-no-candidate", "no model can be called now",
        "Each candidate is left out, paused after failures, or at a cap.",
        "`llm-router status` names the reasons."),
    ENDPOINT_MISSING("blocked-responses-endpoint-missing", "the Responses endpoint is missing",
        "Another program, or a proxy that hides the path, listens at the address.",
        "Connect to the gateway's own address: `llm-router status` shows it."),
    MODEL_FAILED("blocked-model-failed", "the model did not answer the test request in this client's format",
        "The provider refused the request or failed.", "`llm-router why` shows what happened to it.");

    private final String word;
    private final CodeEntry entry;

    GateState(String word, String meaning, String cause, String fix) {
        this.word = word;
        this.entry = CodeEntry.of(CodePlace.GATE, word, meaning, cause, fix);
    }

    String word() {
        return word;
    }

    /// Its row in the error catalogue.
    CodeEntry entry() {
        return entry;
    }
}
