package llmrouter.cli.menu.entries;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.menu.MenuSession;
import llmrouter.config.Config;
import llmrouter.json.Json;
import llmrouter.report.StatusVerdict;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.text.Plural;
import llmrouter.text.Printable;

/// The lines above the menu: the configuration, and the gateways that run with it as they are at that moment.
final class GatewayHeader {
    private GatewayHeader() {}

    static List<String> lines(MenuSession session) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("llm-router: " + session.configFile());
        String trouble = session.trouble();
        lines.add(trouble != null ? "Problem: " + trouble : summary(session.config()));
        for (Instance gateway : running(session)) lines.addAll(gateway(gateway));
        if (lines.size() == 3) lines.add("No gateway runs with this configuration.");
        return lines;
    }

    /// The gateways that run with the session's configuration.
    static List<Instance> running(MenuSession session) {
        return Instances.in(session.home(), line -> session.say(List.of(line)))
            .runningWith(session.configFile());
    }

    private static String summary(Config config) {
        long models = config.providers().stream().mapToLong(p -> p.models().size()).sum();
        String key = config.hasClientKey() ? "clients need a key" : "clients need no key";
        return Plural.of(config.providers().size(), "provider") + ", " + Plural.of(models, "model") + ", "
            + (config.aliases().size() == 1 ? "1 alias" : config.aliases().size() + " aliases") + ", default model "
            + Printable.of(config.defaultModel() == null ? "(none)" : config.defaultModel()) + ", " + key;
    }

    private static List<String> gateway(Instance gateway) {
        try {
            LocalAnswer answer = LocalCall.control(gateway, "GET", "status");
            if (!answer.isOk()) return List.of("The gateway on " + gateway.url() + " " + answer.why() + ".");
            return lines(gateway.url(), answer.body());
        } catch (IOException e) {
            return List.of("The gateway on " + gateway.url() + " cannot be asked: " + Printable.of(e.getMessage()));
        }
    }

    private static String requests(Json.Obj status) {
        if (!(status.object("lastHour") instanceof Json.Obj hour)) return ".";
        long failures = hour.number("failures", 0);
        return "; " + Plural.of(hour.number("requests", 0), "request") + " in the last hour"
            + (failures == 0 ? "." : ", of which " + failures + " failed.");
    }

    private static List<String> lines(String url, Json.Obj status) {
        var lines = new ArrayList<String>();
        lines.add("The gateway runs on " + url + requests(status));
        if (status.has("candidates") || status.isTrue("locked") || status.has("configRefusal")) {
            lines.addAll(StatusVerdict.of(status, System.currentTimeMillis()).lines());
        }
        return lines.stream().map(Printable::of).toList();
    }
}
