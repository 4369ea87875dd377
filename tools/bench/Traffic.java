import java.util.List;
import java.util.function.IntFunction;

/// One request that is sent again and again over kept connections.
///
/// @param id          how the command line names it
/// @param work        what is done, in a few words
/// @param ask         the request, for the port of a gateway
/// @param direct      the same work without a gateway's part, for the port of a relay: the provider's path says what
///                    it sends
/// @param connections how many are used at once
/// @param events      events of an answer, where the cost of one is counted, or 1
/// @param floor       the least ratio of CPU time, the relay's to the gateway's, that is good enough; 0 for none
record Traffic(String id, String work, IntFunction<Load.Ask> ask, IntFunction<Load.Ask> direct, int connections,
        int events, double floor) {
    private static final String SMALL = Requests.talk("m", 40);
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "/v1/messages";
    private static final int STREAMS = 100;

    /// Every traffic that is measured as a cost.
    static List<Traffic> all() {
        return List.of(
            whole("T1", "small request", chat("whole/m", 40), SMALL, 0.88),
            whole("T2", "small request, translated", messages(Requests.talk("whole/m", 40)), SMALL, 0.8),
            new Traffic("T3a", "256 KB request", chat("whole/m", 256 << 10), sized(256 << 10), 32, 1, 0.88),
            new Traffic("T3b", "1 MB request", chat("whole/m", 1 << 20), sized(1 << 20), 16, 1, 0.88),
            whole("T4", "100 KB agent request, translated", messages(Requests.agent("whole/m")), Requests.agent("m"),
                0.5),
            whole("H1a", "history of 200 turns in 100 KB", asked(CHAT, Requests.history("whole/m")),
                Requests.history("m"), 0),
            whole("H1b", "the same, translated", messages(Requests.history("whole/m")), Requests.history("m"), 0),
            whole("E1", "small request, provider behind TLS", chat("secure/m", 40), SMALL, 0),
            stream("S1", "147-event stream", "stream", CHAT, 0.9),
            stream("S2", "147-event stream, translated", "stream", MESSAGES, 0.65),
            stream("S5a", "60 events, 15 KB, in one write", "burst", CHAT, 0.7),
            stream("S5b", "the same, translated", "burst", MESSAGES, 0.4),
            new Traffic("S6a", "100 slow streams, an event", streamed("slow/m", CHAT), direct("slow", SMALL), STREAMS,
                Origin.EVENTS, 0),
            new Traffic("S6b", "100 slow streams, an event translated", streamed("slow/m", MESSAGES),
                direct("slow", SMALL), STREAMS, Origin.EVENTS, 0));
    }

    static Traffic of(String id) {
        return all().stream().filter(traffic -> traffic.id.equals(id)).findFirst().orElseThrow();
    }

    private static Traffic whole(String id, String work, IntFunction<Load.Ask> ask, String direct, double floor) {
        return new Traffic(id, work, ask, direct("whole", direct), 32, 1, floor);
    }

    private static Traffic stream(String id, String work, String kind, String path, double floor) {
        return new Traffic(id, work, streamed(kind + "/m", path), direct(kind, SMALL), 32, 1, floor);
    }

    /// Whether a relay has to call the provider by TLS for it.
    boolean secure() {
        return id.equals("E1");
    }

    private static IntFunction<Load.Ask> sized(int size) {
        return direct("whole", Requests.talk("m", size));
    }

    /// A Chat Completions request of about so many characters.
    static IntFunction<Load.Ask> chat(String model, int size) {
        return asked(CHAT, Requests.talk(model, size));
    }

    static IntFunction<Load.Ask> messages(String body) {
        return asked(MESSAGES, body);
    }

    private static IntFunction<Load.Ask> asked(String path, String body) {
        return port -> Load.Ask.post(port, path, body);
    }

    static IntFunction<Load.Ask> streamed(String model, String path) {
        return asked(path, Requests.streamed(Requests.talk(model, 40)));
    }

    /// What a relay is asked for the same kind of answer.
    static IntFunction<Load.Ask> direct(String kind, String body) {
        return port -> Load.Ask.post(port, "/" + kind + CHAT, body);
    }
}
