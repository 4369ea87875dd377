package llmrouter.cli.agent;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// One numbered step of the guide: literal command lines, and how success looks.
///
/// @param commands shell lines; a line that begins with `#` is a comment
/// @param success  what an agent sees when it worked
record GuideStep(String title, List<String> commands, String success) {
    /// The configuration of a new gateway from nothing. The names of providers, models and variables are examples; a
    /// test runs the lines as they are.
    static final List<GuideStep> CONFIGURE = List.of(
        new GuideStep("Add a provider that speaks OpenAI Chat. Ask the user for the address, the model names and the "
            + "key. The key stands in a variable; only its name goes into the command",
            List.of("llm-router config add-provider first --base-url=https://api.first.example/v1 --format=openai "
                + "--models=model-a,model-b --api-key-env=FIRST_KEY --skip-probe"),
            "exit code 0 and a line that names the provider. --probe in place of --skip-probe asks the provider "
                + "first, which "
                + "it may charge for. A known provider needs no address and no models: 'config add-provider openrouter "
                + "--api-key-env=OPENROUTER_API_KEY'. The variable must be set in the shell that runs "
                + "'llm-router start'. Other places for the key: --api-key-file=PATH, or --api-key-stdin, which "
                    + "saves it "
                + "in the configuration file (mode 0600)"),
        new GuideStep("Add a provider that speaks Anthropic Messages. --format=responses is the third one",
            List.of("llm-router config add-provider second --base-url=https://api.second.example --format=claude "
                + "--models=model-c --api-key-env=SECOND_KEY --skip-probe"),
            "as before. --models='*' instead of a list passes every name on: clients then ask for second/NAME"),
        new GuideStep("Add an alias: one name for several models. If the first target fails, the next one answers",
            List.of("llm-router config add-alias work first/model-a second/model-c --strategy=ordered"),
            "exit code 0. Strategies: ordered, round-robin, weighted-rr, quota-aware-weighted-rr, auto"),
        new GuideStep("Add a cap: a limit that the gateway keeps. At a cap the alias goes on with its next target",
            List.of("llm-router config set-caps first --caps='400/1h, 2000000 tokens/1d, 4 concurrent'"),
            "exit code 0 and the caps. A single model: set-caps first/model-a. Windows are fixed parts of the clock in "
                + "UTC: 1h begins at each full hour, 1d at 00:00"),
        new GuideStep("Let the alias answer requests without a model. The second line is optional: the alias then "
            + "also answers names that are not configured, which coding agents ask for in side tasks; but typing "
            + "errors in names stay hidden",
            List.of("llm-router config set-default-model work", "llm-router config set-unknown-models work"),
            "exit code 0"),
        new GuideStep("Check the file and the plan. Nothing is called",
            List.of("llm-router config validate", "llm-router config list", "llm-router route work",
                "llm-router route work --format=claude"),
            "validate ends with exit code 0; route lists the candidates in their order; --format is the client's"));

    /// How a gateway is run. A test runs these too.
    static final List<GuideStep> RUN = List.of(
        new GuideStep("Start the gateway, with the variables of the keys set, and wait until it answers",
            List.of("nohup llm-router start > /tmp/llm-router.log 2>&1 &", "llm-router status --wait=30"),
            "'status' ends with exit code 0, and its second line says 'All 3 candidates are healthy.' A line 'Provider "
                + "first is left out: …' names a key that the gateway did not get: correct it, stop, start again. If "
                + "the port is taken, the log names the program that has it: start --port=8788; other commands find "
                + "it. With several gateways 'stop', 'wake' and 'reload' need --port=PORT"));

    /// For gateways that other machines can reach.
    static final GuideStep KEY = new GuideStep("Require a key from clients. Needed if the gateway listens on more than "
        + "this machine; on 127.0.0.1 it is optional",
        List.of("llm-router config set-master-key --generate-master-key"),
        "the line generatedMasterKey=KEY shows the whole key, once: pass it on to the user, and do not repeat it. "
            + "A running "
            + "gateway requires it at once");

    Obj json(int number) {
        return Json.object().put("number", number).put("title", title).put("commands", Json.strings(commands))
            .put("success", success);
    }
}
