package llmrouter.cli.system;

import java.nio.file.Path;
import java.util.List;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.system.GatewayHandovers.Handover;
import llmrouter.json.Json;
import llmrouter.service.Instance;

/// What `update` prints.
///
/// @param digest   the SHA-256 of the file, or null where no file was given
/// @param verified where the sum is from that it was compared with, or null
record UpdateReport(String before, String after, Path jar, String digest, String verified) {

    /// The jar is the one that is there.
    int same(Invocation in) {
        if (in.arguments().isOn("json")) in.print(json(false).put("same", true));
        else in.print(jar + " is that very jar already, version " + after);
        return ExitCode.DONE;
    }

    /// What would happen.
    int check(Invocation in, List<Instance> gateways) {
        if (in.arguments().isOn("json")) {
            in.print(json(false).put("gateways", Json.strings(gateways.stream().map(Instance::url).toList())));
            return ExitCode.DONE;
        }
        in.print("would replace " + jar + ", version " + before + ", by version " + after);
        checked(in);
        for (Instance gateway : gateways) {
            in.print(gateway.url() + (gateway.terms().watchBinary() ? " would hand over to it"
                : " would go on with the old version, because it was started with --watch-binary=false"));
        }
        if (gateways.isEmpty()) in.print("no gateway runs from this jar");
        return ExitCode.DONE;
    }

    private void checked(Invocation in) {
        if (digest == null) return;
        in.print("  SHA-256  " + digest + (verified == null ? " (compared with nothing, because of --unverified)"
            : " (as " + verified + " tells)"));
    }

    /// The jar has been replaced; the gateways may take some time.
    void swapped(Invocation in, Path previous) {
        if (in.arguments().isOn("json")) return;
        in.print("replaced " + jar + ", version " + before + ", by version " + after);
        checked(in);
        in.print("  the earlier one is kept as " + previous + "; 'llm-router update --undo' puts it back");
    }

    /// @return the exit code: it is a failure if a gateway goes on with the old version
    int done(Invocation in, List<Handover> gateways, Path previous) {
        boolean all = gateways.stream().allMatch(gateway -> gateway.now() != null);
        if (in.arguments().isOn("json")) {
            Json.Arr list = Json.array();
            gateways.forEach(gateway -> list.add(gateway.json()));
            in.print(json(true).put("previous", previous.toString()).put("gateways", list));
        } else {
            for (Handover gateway : gateways) {
                if (gateway.now() != null) in.print(gateway.before().url() + ": " + gateway.said());
                else in.say(gateway.before().url() + ": " + gateway.said());
            }
            if (gateways.isEmpty()) in.print("no gateway runs from this jar");
        }
        return all ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Json.Obj json(boolean updated) {
        return Json.object().put("updated", updated).put("from", before).put("to", after).put("jar", jar.toString())
            .put("sha256", digest).put("verifiedBy", verified);
    }
}
