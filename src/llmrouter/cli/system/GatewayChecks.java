package llmrouter.cli.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Invocation;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;

/// The user's gateways that run: whether they answer, and whether they run this version and the file as it is now.
final class GatewayChecks {
    private GatewayChecks() {}

    /// @param text of the configuration, or null
    static List<DoctorFinding> of(Invocation in, ConfigText text) {
        var findings = new ArrayList<DoctorFinding>();
        List<Instance> running = Instances.in(in.shell().home(), in::say).running();
        if (running.isEmpty()) findings.add(DoctorFinding.note("gateway", "none runs", null, "start one with "
            + "'llm-router start'"));
        for (Instance gateway : running) of(gateway, text, findings);
        return findings;
    }

    private static void of(Instance gateway, ConfigText text, List<DoctorFinding> findings) {
        String where = gateway.url();
        try {
            LocalAnswer answer = LocalCall.control(gateway, "GET", "identity");
            if (!answer.isOk()) {
                findings.add(DoctorFinding.problem("gateway", "it " + answer.why(), where,
                    "end it with 'llm-router stop --port=" + gateway.port() + "'"));
                return;
            }
            int before = findings.size();
            told(gateway, answer.body(), text, findings);
            if (findings.size() == before) {
                findings.add(DoctorFinding.ok("gateway", "it runs with this version and this configuration", where));
            }
        } catch (IOException e) {
            findings.add(DoctorFinding.problem("gateway", "it cannot be asked: " + FileError.words(e), where, null));
        }
    }

    private static void told(Instance gateway, Json.Obj identity, ConfigText text, List<DoctorFinding> findings) {
        String where = gateway.url();
        if (!Version.CURRENT.equals(gateway.version())) {
            findings.add(DoctorFinding.warning("gateway", "it runs version " + gateway.version() + ", not "
                + Version.CURRENT, where, "start it again; 'llm-router start' takes its address over"));
        }
        if (identity.has("configRefusal")) {
            findings.add(DoctorFinding.problem("gateway", "it has refused the changed configuration", where,
                "'llm-router config validate' lists the mistakes"));
        } else if (text != null && text.path().toString().equals(gateway.config())
            && !ConfigText.digest(text.text()).equals(identity.text("configDigest"))) {
            findings.add(DoctorFinding.warning("gateway", "it runs with an older text of the configuration", where,
                "run 'llm-router reload'"));
        }
        for (Json.Obj left : identity.objects("leftOut")) {
            findings.add(DoctorFinding.warning("gateway", "it leaves out the provider " + left.text("provider") + ": "
                + left.text("why"), where, "correct that where the gateway is started; after a change of its "
                + "environment start it again"));
        }
    }
}
