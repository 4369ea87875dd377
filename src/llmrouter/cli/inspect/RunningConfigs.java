package llmrouter.cli.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.files.ConfigText;
import llmrouter.files.Secrets;
import llmrouter.host.GatewayInputs;
import llmrouter.json.Json;
import llmrouter.report.LocalTime;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.text.Printable;

/// What the running gateways of a configuration file use: the file's text as it is now, or an earlier one. Where none
/// runs, what a gateway that is started here would use.
///
/// @param secrets looks keys up here
record RunningConfigs(List<Running> all, Secrets secrets) {
    /// @param same    whether it uses the file as it is now
    /// @param said    why it does not; null if it does
    /// @param leftOut by provider: why it is left out there
    private record Running(String url, boolean same, String said, Map<String, String> leftOut) {}

    /// Asks each running gateway of the file; none if the configuration is in an environment variable.
    static RunningConfigs ask(Invocation in, GatewayInputs inputs) throws IOException {
        var all = new ArrayList<Running>();
        if (inputs.hasConfigFile()) {
            ConfigText text = inputs.configText();
            for (Instance gateway : Instances.in(in.shell().home(), in::say).runningWith(text.path())) {
                all.add(of(gateway, LocalCall.control(gateway, "GET", "identity"), ConfigText.digest(text.text())));
            }
        }
        return new RunningConfigs(all, new Secrets(in.shell().environment()::get, in.shell().home()));
    }

    private static Running of(Instance gateway, LocalAnswer answer, String digest) {
        if (!answer.isOk()) return new Running(gateway.url(), false, "it " + answer.why(), Map.of());
        Json.Obj body = answer.body();
        var leftOut = new HashMap<String, String>();
        for (Json.Obj item : body.objects("leftOut")) leftOut.put(item.text("provider"), item.text("why"));
        String theirs = body.text("configDigest");
        if (theirs == null) {
            String version = "it is version " + gateway.version() + ", which does not say";
            return new Running(gateway.url(), false, version, leftOut);
        }
        boolean same = theirs.equals(digest);
        return new Running(gateway.url(), same, same ? null : why(gateway, body.object("configRefusal")), leftOut);
    }

    /// @param refusal or null
    private static String why(Instance gateway, Json.Obj refusal) {
        if (refusal != null) {
            return "it refuses the file since " + LocalTime.of(refusal.text("since")) + ": " + refusal.text("why");
        }
        return gateway.terms().watchConfig() ? "it has not read the file yet"
            : "it does not watch its file; run 'llm-router reload'";
    }

    /// The configuration with the providers left out that a running gateway leaves out; where none runs that uses the
    /// file, those whose key is missing here.
    Config withLeftOut(Config written) {
        Running known = all.stream().filter(Running::same).findFirst().orElse(null);
        return written.withProviders(written.providers().stream().map(provider -> {
            String why = known != null ? known.leftOut.get(provider.id()) : secrets.missing(provider.apiKey());
            return why == null ? provider : provider.withApiKey(new MissingSecret(provider.apiKey(), why));
        }).toList());
    }

    /// A line about each gateway that does not use the file as it is now.
    List<String> lines() {
        return all.stream().filter(running -> !running.same).map(running -> Printable.of("note: the gateway on "
            + running.url + " does not use this file as it is now: " + running.said
            + ". What follows is the file's plan.")).toList();
    }

    /// `[{"url":"…","sameConfig":true,"said":null}]`
    Json.Arr json() {
        Json.Arr list = Json.array();
        for (Running running : all) {
            list.add(Json.object().put("url", running.url).put("sameConfig", running.same)
                .put("said", running.said == null ? "" : running.said));
        }
        return list;
    }
}
