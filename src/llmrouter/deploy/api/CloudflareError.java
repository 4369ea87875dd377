package llmrouter.deploy.api;

import llmrouter.text.Printable;

/// A call of the API that failed. The message says what was to be done, what the answer was, and what to do. It never
/// has the token or what was sent.
public final class CloudflareError extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_WORDS = 500;

    private final transient ApiFailure failure;
    private final boolean refused;

    /// What is known of a failed call.
    ///
    /// @param doing      what was to be done, e.g. `upload the Worker "llm-router"`
    /// @param status     of HTTP; 0 if there was no answer
    /// @param code       Cloudflare's number of the error; 0 if there was none
    /// @param said       Cloudflare's words, or why there was no answer
    /// @param permission that the token may lack, or null
    /// @param fix        what to do, a clause; never empty
    /// @param reached    whether the call may have taken effect although it failed
    public record ApiFailure(String doing, int status, int code, String said, ApiPermission permission, String fix,
            boolean reached) {
        public ApiFailure {
            said = Printable.of(said, LONGEST_WORDS);
        }
    }

    public CloudflareError(ApiFailure failure) {
        this(failure, false);
    }

    private CloudflareError(ApiFailure failure, boolean refused) {
        super(message(failure));
        this.failure = failure;
        this.refused = refused;
    }

    /// The API answered, and what it said means that this cannot be done.
    public static CloudflareError refused(String doing, String why, String fix) {
        return new CloudflareError(new ApiFailure(doing, 0, 0, why, null, fix, false), true);
    }

    private static String message(ApiFailure failure) {
        return what(failure) + "; " + failure.fix();
    }

    /// What failed and why, without what to do.
    public String what() {
        return what(failure);
    }

    private static String what(ApiFailure failure) {
        String status = failure.status() == 0 ? "" : "HTTP " + failure.status();
        String code = failure.code() == 0 ? "" : (status.isEmpty() ? "" : ", ") + "code " + failure.code();
        String numbers = status.isEmpty() && code.isEmpty() ? "" : " (" + status + code + ")";
        return "cannot " + failure.doing() + ": " + failure.said() + numbers;
    }

    public ApiFailure failure() {
        return failure;
    }

    /// Whether nothing is wrong with what was asked: the same call may work in a moment.
    public boolean isTrouble() {
        int status = failure.status();
        return status == 0 && !refused || status >= 500 || status == 429;
    }

    public int status() {
        return failure.status();
    }

    public int code() {
        return failure.code();
    }
}
