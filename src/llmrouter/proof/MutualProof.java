package llmrouter.proof;

/// What a command and a gateway of the same user prove to each other before they believe each other.
///
/// Theory of operation: both know the secret of the instances file, which only their user can read. Every proof is
/// HMAC-SHA256 with that secret over a label, which says who proves what, over the process and the port that are meant,
/// and over challenges, which are random and new. A command opens a connection for each of its two requests:
///
/// ```
///   command                                                    gateway (127.0.0.1, the operator's port)
///      │  GET /control/hello                                       │
///      │  challenge: C   proof: HMAC(command hello, C)             │  a wrong proof: 404, as for any path
///      │──────────────────────────────────────────────────────────▶│
///      │  challenge: G   proof: HMAC(gateway hello, C, G)          │
///      │◀──────────────────────────────────────────────────────────│
///      │  a wrong proof: the command sends nothing more            │
///      │                                                           │
///      │  METHOD /control/WHAT                                     │
///      │  challenge: G   proof: P = HMAC(command request, G,       │  a wrong proof, or G was used, or is older
///      │                  METHOD, target, SHA-256 of the body)     │  than ten seconds: 404
///      │──────────────────────────────────────────────────────────▶│
///      │  proof: HMAC(gateway answer, P, status, SHA-256 of body)  │
///      │◀──────────────────────────────────────────────────────────│  a wrong proof: the answer is not shown
/// ```
///
/// A streamed answer begins with `HMAC(gateway stream, P)`, and each of its lines with `HMAC(gateway line, P, number,
/// line)`.
///
/// What an attacker gets who is another user of the machine:
///
/// - One who asks the gateway gets 404, and keeps nothing of it busy: a challenge is no memory, it has its time and a
///   MAC of the gateway's own in it. Only used ones are remembered, for ten seconds, and only the user can use one.
/// - One who has the port of a gateway that is gone gets C and a MAC over it: random bits, with a secret that is too
///   long to be guessed.
/// - One who sends messages again, later, or in other parts of the exchange gets nothing: challenges are used once, and
///   labels differ.
/// - One who passes messages on to the gateway at another port, or in another process, gets nothing: its proofs are for
///   its own process and port. No other program can have its port while it runs.
/// - One who reads what passes on the loopback interface, which only the administrator can, reads what commands ask and
///   what the gateway answers, but gets no secret, and can change nothing.
///
/// @param pid  of the gateway's process
/// @param port where it listens for commands
public record MutualProof(ProofKey key, long pid, int port) {
    /// The header field of a challenge.
    public static final String CHALLENGE = "x-llm-router-challenge";
    /// The header field of a proof.
    public static final String PROOF = "x-llm-router-proof";
    /// The path of a command's first request.
    public static final String HELLO = "/control/hello";

    /// A new challenge of a command.
    public static String challenge() {
        return ProofKey.randomDigits();
    }

    /// Whether a text can be a command's challenge.
    public static boolean isChallenge(String text) {
        return ProofKey.isDigits(text, 32);
    }

    /// Whether a proof is the expected one. The time this takes does not depend on how much of it is right.
    ///
    /// @param shown or null
    public static boolean same(String expected, String shown) {
        return ProofKey.same(expected, shown);
    }

    private String of(String label, String... parts) {
        var all = new String[parts.length + 2];
        all[0] = label;
        all[1] = pid + "@127.0.0.1:" + port;
        System.arraycopy(parts, 0, all, 2, parts.length);
        return key.mac(all);
    }

    /// A command's first word.
    public String commandHello(String command) {
        return of("command hello", command);
    }

    /// The gateway's answer to it.
    ///
    /// @param command the command's challenge
    /// @param gateway the gateway's
    public String gatewayHello(String command, String gateway) {
        return of("gateway hello", command, gateway);
    }

    /// A command's request.
    ///
    /// @param gateway the gateway's challenge
    /// @param target  path and query
    public String request(String gateway, String method, String target, byte[] body) {
        return of("command request", gateway, method, target, ProofKey.sha256(body));
    }

    /// The gateway's answer.
    ///
    /// @param request the proof of the request
    public String answer(String request, int status, byte[] body) {
        return of("gateway answer", request, Integer.toString(status), ProofKey.sha256(body));
    }

    /// The beginning of an answer whose lines are proven one by one.
    ///
    /// @param request the proof of the request
    public String stream(String request) {
        return of("gateway stream", request);
    }

    /// The proofs of the lines of such an answer.
    ///
    /// @param request the proof of the request
    public LineProofs lines(String request) {
        return new LineProofs(key.mac(), of("gateway lines", request));
    }

    /// A part of the gateway's challenges that only this gateway can make.
    String ofChallenge(String begin) {
        return of("gateway challenge", begin);
    }
}
