package llmrouter.worker.live;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Seen;
import llmrouter.server.Gateway;

/// A scripted provider that outlives a test, since the variables of a Worker name its address.
final class LiveProvider implements AutoCloseable {
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private volatile Script last;
    private final ScriptedUpstream upstream;
    private volatile int before;

    LiveProvider() throws IOException {
        upstream = new ScriptedUpstream(wire -> {
            Script script = scripts.poll();
            (script == null ? last : script).run(wire);
        });
    }

    /// What it does with the requests of a test; the last script serves all that follow.
    LiveProvider does(Script... next) {
        scripts.clear();
        scripts.addAll(List.of(next).subList(0, next.length - 1));
        last = next[next.length - 1];
        before = upstream.seen().size();
        return this;
    }

    /// The requests of this test.
    List<Seen> seen() {
        List<Seen> all = List.copyOf(upstream.seen());
        return all.subList(before, all.size());
    }

    String url() {
        return upstream.url();
    }

    /// A configuration with the gateway's key, whose providers `openai` and `claude` are this one, each in its format,
    /// with another one as what `m` falls back to.
    String config(LiveProvider fallback) {
        var providers = new StringBuilder();
        for (String format : List.of("openai", "claude")) {
            providers.append(provider(format, format, ",\"fallbackModels\":[\"" + format + "2/m\"]")).append(',');
            providers.append(fallback.provider(format + "2", format, "")).append(',');
        }
        providers.setLength(providers.length() - 1);
        return "{\"version\":2,\"masterKey\":\"" + LiveClient.KEY + "\",\"providers\":[" + providers + "]}";
    }

    private String provider(String id, String format, String further) {
        return "{\"id\":\"" + id + "\",\"baseUrl\":\"" + url() + "\",\"apiKey\":\"" + Gateway.UPSTREAM_KEY
            + "\",\"formats\":[\"" + format + "\"],\"models\":[{\"id\":\"m\"" + further + "},{\"id\":\"n\"}]}";
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
