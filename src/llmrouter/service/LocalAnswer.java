package llmrouter.service;

import llmrouter.json.Json;

/// What came back from a [LocalCall].
///
/// @param status the HTTP status, or one of the constants here if there was no HTTP answer
/// @param body   null if the answer is not a JSON object
public record LocalAnswer(int status, Json.Obj body) {
    /// A program listens there, but does not speak HTTP, or not with the expected certificate.
    static final int NOT_HTTP = 0;
    /// A program listens there, but sent nothing within the time limit.
    static final int SILENT = -1;
    /// No program listens there.
    static final int ABSENT = -2;

    static LocalAnswer without(int reason) {
        return new LocalAnswer(reason, null);
    }

    public boolean isAbsent() {
        return status == ABSENT;
    }

    public boolean isSilent() {
        return status == SILENT;
    }

    /// Whether it is a JSON object with status 200.
    public boolean isOk() {
        return status == 200 && body != null;
    }
}
