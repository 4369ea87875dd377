package llmrouter.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import llmrouter.cli.Invocation;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.Instances;

/// Whether the gateways that run from a jar have handed over to its successor.
final class GatewayHandovers {
    /// A gateway looks for a new jar every 15 seconds unless it was told otherwise, and tries it out; a service manager
    /// may wait before it starts one again.
    private static final long LIMIT_S = 120;
    private static final long LOOK_MS = 100;

    private GatewayHandovers() {}

    /// What became of one gateway.
    ///
    /// @param now  the gateway at its address that runs the new jar; null if there is none
    /// @param said what happened, or why there is none and what to do
    record Handover(Instance before, Instance now, String said) {
        Json.Obj json() {
            return Json.object().put("url", before.url()).put("pid", now == null ? before.pid() : now.pid())
                .put("version", now == null ? before.version() : now.version()).put("tookOver", now != null)
                .put("said", said);
        }
    }

    /// The user's gateways that run from a jar.
    static List<Instance> of(Invocation in, Path jar) {
        return Instances.in(in.shell().home(), in::say).running().stream().filter(one -> runsFrom(one, jar)).toList();
    }

    private static boolean runsFrom(Instance gateway, Path jar) {
        try {
            return gateway.jar() != null && Files.isSameFile(Path.of(gateway.jar()), jar);
        } catch (IOException | InvalidPathException _) {
            return false; // its jar is gone
        }
    }

    /// Waits until each of them has handed over.
    static List<Handover> await(Invocation in, List<Instance> gateways, String version) throws InterruptedException {
        var done = new ArrayList<Handover>();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        for (Instance gateway : gateways) {
            if (!gateway.terms().watchBinary()) {
                done.add(new Handover(gateway, null, "it was started with --watch-binary=false, so it goes on with the "
                    + "old version; end it and start it again"));
                continue;
            }
            in.say("waiting until " + gateway.url() + " hands over; it looks for a new jar every 15 s");
            done.add(await(in, gateway, version, until));
        }
        return List.copyOf(done);
    }

    private static Handover await(Invocation in, Instance gateway, String version, long until)
            throws InterruptedException {
        while (true) {
            Instance now = successor(in, gateway, version);
            if (now != null) return new Handover(gateway, now, "process " + now.pid() + " took over from process "
                + gateway.pid());
            if (System.nanoTime() > until) break;
            Thread.sleep(LOOK_MS);
        }
        String what = gateway.isAlive() ? "it did not hand over within " + LIMIT_S + " s and goes on with version "
            + gateway.version() : "it has ended, and no gateway has its address";
        return new Handover(gateway, null, what + "; its messages say why. 'llm-router start' takes its address over");
    }

    private static Instance successor(Invocation in, Instance gateway, String version) {
        for (Instance other : Instances.in(in.shell().home(), in::say).running()) {
            boolean here = other.port() == gateway.port() && other.host().equals(gateway.host());
            if (here && !other.is(gateway) && version.equals(other.version())) return other;
        }
        return null;
    }
}
