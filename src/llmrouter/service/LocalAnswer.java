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
    /// The program that listens there did not prove that it is the gateway that is meant. What it said is not kept.
    static final int UNPROVEN = -3;
    /// The gateway is an older build, which cannot prove itself. It was not asked.
    static final int OLDER = -4;

    static LocalAnswer without(int reason) {
        return new LocalAnswer(reason, null);
    }

    public boolean isAbsent() {
        return status == ABSENT;
    }

    public boolean isSilent() {
        return status == SILENT;
    }

    /// Whether the connection broke, or what came did not prove itself. A gateway that ends at this moment looks so.
    boolean isBroken() {
        return status == NOT_HTTP || status == UNPROVEN;
    }

    /// Whether the gateway is an older build, which was not asked.
    public boolean isOlder() {
        return status == OLDER;
    }

    /// Why there is no answer of the gateway, as the rest of a sentence about it: `does not answer`.
    public String why() {
        return switch (status) {
            case OLDER -> "is an older build, which cannot prove itself, so it is not asked";
            case UNPROVEN -> "did not prove itself: another program may have its port for commands";
            case ABSENT, SILENT, NOT_HTTP -> "does not answer";
            default -> "answers with HTTP " + status;
        };
    }

    /// Whether it is a JSON object with status 200.
    public boolean isOk() {
        return status == 200 && body != null;
    }
}
