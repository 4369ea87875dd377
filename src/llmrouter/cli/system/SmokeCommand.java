package llmrouter.cli.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.system.SmokeRequest.Result;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.text.Plural;
import llmrouter.text.Printable;

/// `smoke`: one small request for each model and client format, through a gateway of its own. The user's files and
/// running gateways are not touched.
final class SmokeCommand {
    private static final String TEXT = "Reply with exactly these two letters: OK";
    private static final long TIMEOUT_MS = 90_000;
    private static final long MAX_TOKENS = 64;

    private SmokeCommand() {}

    static int run(Invocation in) throws IOException, InterruptedException {
        Arguments arguments = in.arguments();
        try (SmokeGateway gateway = SmokeGateway.start(in);
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY).build()) {
            SmokePlan plan = SmokePlan.of(gateway.config(), arguments.text("providers"), arguments.text("models"),
                arguments.text("formats"));
            Confirmation.ask(in, "Send " + Plural.of(plan.requests(), "short request") + " to "
                + Plural.of(plan.models().size(), "model") + ", which their providers may bill?", true);
            var request = new SmokeRequest(client, gateway, arguments.text("request-text", TEXT),
                arguments.integer("max-tokens", MAX_TOKENS), arguments.integer("timeout-ms", TIMEOUT_MS));
            return report(in, results(in, gateway, plan, request));
        }
    }

    /// One after the other, so that no provider gets several requests at the same time.
    private static List<Result> results(Invocation in, SmokeGateway gateway, SmokePlan plan, SmokeRequest request)
            throws InterruptedException {
        var results = new ArrayList<Result>();
        int width = plan.models().stream().mapToInt(String::length).max().orElse(0);
        for (String model : plan.models()) {
            for (Format format : plan.formats()) {
                String missing = missing(gateway, model);
                Result result = missing == null ? request.ask(model, format)
                    : new Result(model, format, false, 0, missing, null);
                results.add(result);
                if (!in.arguments().isOn("json")) in.print(line(result, width));
            }
        }
        return results;
    }

    /// Why a provider is not asked at all; null if it is.
    private static String missing(SmokeGateway gateway, String model) {
        Provider provider = gateway.config().provider(model.substring(0, model.indexOf('/')));
        return provider == null ? null : provider.leftOut();
    }

    private static String line(Result result, int width) {
        String format = result.format().word();
        String ms = result.ms() + " ms";
        String padding = " ".repeat(width - result.model().length() + 2);
        return (result.passed() ? "PASS  " : "FAIL  ") + result.model() + padding + format + " ".repeat(Math.max(1, 11 - format.length())) + " ".repeat(Math.max(0, 9 - ms.length())) + ms
            + "  " + Printable.of(result.reason());
    }

    private static int report(Invocation in, List<Result> results) {
        int passed = (int) results.stream().filter(Result::passed).count();
        int failed = results.size() - passed;
        if (in.arguments().isOn("json")) {
            Json.Arr list = Json.array();
            results.forEach(result -> list.add(result.json()));
            in.print(Json.object().put("passed", passed).put("failed", failed).put("results", list));
        } else {
            in.print(passed + " passed, " + failed + " failed");
        }
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
