import java.util.Random;

/// What a provider does in place of a good answer, each with its share of a thousand answers.
enum ProviderFault {
    /// 503 with an error in JSON.
    BUSY(15),
    /// 429 with `Retry-After: 1`.
    LIMITED(8),
    /// 400 with an error in JSON.
    REFUSED(8),
    /// 401 with an error that quotes the key.
    KEY_QUOTED(4),
    /// Ends the connection before the head of the answer.
    CLOSED(8),
    /// Resets the connection before the head of the answer.
    RESET(8),
    /// Answers before it has read the request, and closes the connection.
    EARLY(3),
    /// Says nothing for longer than the gateway's limits.
    SILENT(3),
    /// Sends header lines without an end.
    ENDLESS_HEAD(2),
    /// Sends a hundred interim answers before the answer.
    INTERIM(4),
    /// Sends something that is not HTTP.
    NOT_HTTP(5),
    /// Redirects to another address.
    REDIRECT(4),
    /// A web page in place of an answer.
    PAGE(6),
    /// 200 without a body.
    EMPTY(4),
    /// Ends the connection in the middle of the body.
    CUT(15),
    /// Resets the connection in the middle of the body.
    TORN(10),
    /// Stops in the middle of the body and keeps the connection.
    STALLED(3),
    /// A chunk whose size is not a number, in the middle of the body.
    BAD_CHUNK(5),
    /// An error event in the middle of a stream.
    ERROR_EVENT(8),
    /// 300 MB of blanks in gzip.
    BOMB(2),
    /// The same with the status 500.
    BOMB_ERROR(2),
    /// A line of 64 MB.
    ENDLESS_LINE(1),
    /// An answer of 80 MB.
    HUGE(1),
    /// A good answer in pieces of a few bytes, over about two seconds.
    DRIBBLED(10),
    /// A good answer of 2,000 events.
    LONG(10),
    /// A good answer in gzip.
    COMPRESSED(30),
    /// A good answer; something follows it on the connection.
    FOLLOWED(4);

    private final int share;

    ProviderFault(int share) {
        this.share = share;
    }

    /// The next fault, or null for a good answer.
    static ProviderFault next(Random random) {
        int chance = random.nextInt(1000);
        for (var fault : values()) {
            if (chance < fault.share) return fault;
            chance -= fault.share;
        }
        return null;
    }
}
