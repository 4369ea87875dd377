package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.ExitCode;
import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationResult;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardRun;
import llmrouter.cli.menu.WizardStep;
import llmrouter.clients.CurlCommand;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.Provider;
import llmrouter.providers.KnownProvider;
import llmrouter.text.Printable;
import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.DialogAnswer;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// The guide for a first run: from no configuration to a gateway that a client uses, in at most six answers.
///
/// ```
/// provider ▶ (address) ▶ key ▶ model ▶ (client) ▶ review, save, start
/// ```
final class FirstRun {
    /// What is to happen at the end.
    enum Finish { START, SERVICE, SAVE, CHANGE, LEAVE }

    private static final String MENU = "menu";
    private static final String KEY = "key";
    private static final String MODEL = "model";
    private static final String TYPED = "typed";
    private static final String CLIENT = "client";
    private static final String NO_CLIENT = "none";
    private static final String MODEL_HELP = """
        The name of a model as the provider's documentation writes it. It becomes the default model.
        Requests may name every other model of the provider too.""";

    private final MenuSession session;
    private final ProviderOffer.Asker asker;
    private final WizardRun run;

    FirstRun(MenuSession session) {
        this.session = session;
        this.asker = new ProviderOffer.Asker(session);
        this.run = new WizardRun(session, Wizard.change("your first provider", steps(), this::words));
    }

    /// Whether the guide is of use: nothing is configured yet, and nothing is wrong with the file.
    static boolean isDue(MenuSession session) {
        return session.trouble() == null && session.config().providers().isEmpty();
    }

    /// @return the exit code of the program; null if the person wants the menu
    Integer run() {
        session.say(List.of("Welcome to llm-router. No provider is configured yet in "
            + session.configFile() + ".", "A few questions lead to a gateway that works. Nothing is saved before the "
            + "last one. In each of them ? shows the keys.", ""));
        while (run.ask()) {
            if (run.answers().is(ProviderWizards.PRESET, MENU)) return null;
            Integer end = reviewed();
            if (end != null) return end;
        }
        session.say(List.of("Nothing was changed. 'llm-router' begins again."));
        return ExitCode.DONE;
    }

    // ── questions ──

    private List<WizardStep> steps() {
        var steps = new ArrayList<WizardStep>();
        steps.add(WizardStep.one(ProviderWizards.PRESET, _ -> new One<>("Which provider do you have?",
            "Known providers, those whose key is in the environment first. More can be added later.", providers(), -1))
            .decides());
        steps.add(WizardStep.line(ProviderWizards.ADDRESS, a -> new Line("Its address", ProviderWizards.ADDRESS_HELP,
            isOther(a) ? "" : ProviderWizards.preset(a).base(), ProviderWizards::addressProblem))
            .when(a -> isChosen(a) && (isOther(a) || ProviderWizards.preset(a).base().indexOf('{') >= 0)));
        steps.add(WizardStep.hidden(KEY, this::key)
            .when(a -> isChosen(a) && (isOther(a) || ProviderWizards.preset(a).key() != null)));
        WizardStep formats = ProviderWizards.formats();
        steps.add(formats.when(a -> isChosen(a) && formats.applies().test(a) && offer(a).formats().isEmpty())
            .intro(this::trouble));
        steps.add(WizardStep.one(MODEL, a -> new One<>("Which of its models do you want to use first?", MODEL_HELP,
            models(a), -1)).when(a -> isChosen(a) && !offer(a).models().isEmpty()));
        steps.add(WizardStep.line(TYPED, _ -> new Line("Which of its models do you want to use first?", MODEL_HELP, "",
            text -> Ids.isModelId(text.strip()) ? null : "Type the name of a model."))
            .intro(a -> a.has(ProviderWizards.FORMAT) ? List.of() : trouble(a))
            .when(a -> isChosen(a) && (!a.has(MODEL) || a.is(MODEL, MenuChoices.OTHER))));
        steps.add(WizardStep.one(CLIENT, _ -> new One<>("Which client shall use it?",
            "Its configuration file is changed so that it uses the gateway. 'connect --undo' takes that back.",
            clients(), -1)).when(a -> isChosen(a) && session.has("connect")));
        return steps;
    }

    private List<Option<String>> providers() {
        var options = new ArrayList<>(ProviderWizards.presets(session));
        options.add(new Option<>(MenuChoices.OTHER, "Another one, by its address", ""));
        options.add(new Option<>(MENU, "None now: show the whole menu", ""));
        return options;
    }

    private static boolean isChosen(WizardAnswers a) {
        return a.has(ProviderWizards.PRESET) && !a.is(ProviderWizards.PRESET, MENU);
    }

    private static boolean isOther(WizardAnswers a) {
        return a.is(ProviderWizards.PRESET, MenuChoices.OTHER);
    }

    /// What the provider says when it is asked with the key.
    private ProviderOffer offer(WizardAnswers a) {
        var words = new ArrayList<String>();
        if (!isOther(a)) words.add(ProviderWizards.preset(a).id());
        if (a.has(ProviderWizards.ADDRESS)) words.add(ProviderWizards.addressFlag(a.text(ProviderWizards.ADDRESS)));
        words.addAll(keyFlag(a));
        return asker.ask(new OperationWords(words, secret(a)));
    }

    private List<String> trouble(WizardAnswers a) {
        List<String> trouble = offer(a).trouble();
        if (trouble.isEmpty()) return List.of();
        var lines = new ArrayList<>(List.of("The provider did not answer as expected (go back to change the key):"));
        lines.addAll(trouble);
        return lines;
    }

    private List<Option<String>> models(WizardAnswers a) {
        var options = new ArrayList<Option<String>>();
        for (String id : offer(a).models()) options.add(Option.of(id, Printable.of(id)));
        options.add(new Option<>(MenuChoices.OTHER, "Another name", "typed in the next step"));
        return options;
    }

    private Hidden key(WizardAnswers a) {
        KnownProvider row = isOther(a) ? null : ProviderWizards.preset(a);
        boolean set = row != null && ProviderWizards.isSet(session, row);
        String enter = set ? "Enter: the variable " + row.key() + ", which is set" : isOther(a) ? "Enter: it needs none"
            : "or $" + row.key() + " for that variable";
        String help = "The key is not shown. $NAME stands for a variable of the environment, which the gateway needs "
            + "when it starts. A key that you type is written into the configuration file, which only you can read.";
        return new Hidden("Its key (" + enter + ")", help,
            typed -> typed.isBlank() && !set && !isOther(a) ? "Type the key, or leave with Esc." : null);
    }

    private List<Option<String>> clients() {
        var options = new ArrayList<>(SystemWizards.clients(session));
        options.add(new Option<>(NO_CLIENT, "None now", ""));
        return options;
    }

    // ── the operation ──

    private static String id(WizardAnswers a) {
        return isOther(a) ? ProviderWizards.idFor(a.text(ProviderWizards.ADDRESS))
            : ProviderWizards.preset(a).id();
    }

    private OperationWords words(WizardAnswers a) {
        KnownProvider row = isOther(a) ? null : ProviderWizards.preset(a);
        String address = a.text(ProviderWizards.ADDRESS, row == null ? "" : row.base());
        var words = new ArrayList<>(List.of("config", "add-provider", id(a)));
        if (a.has(ProviderWizards.ADDRESS)) {
            words.add("--name=" + (row == null ? ProviderWizards.host(address) : row.name()));
            words.add(ProviderWizards.addressFlag(address));
        }
        List<String> formats = a.has(ProviderWizards.FORMAT) ? a.list(ProviderWizards.FORMAT) : offer(a).formats();
        boolean untold = a.has(ProviderWizards.ADDRESS) && !ProviderWizards.tellsFormats(address);
        if ((row == null || untold) && !formats.isEmpty()) words.add("--formats=" + String.join(",", formats));
        words.addAll(keyFlag(a));
        String model = model(a);
        words.add("--models=" + (model.equals("*") ? model : MenuChoices.list(List.of(model, "*"))));
        words.add("--skip-probe"); // it was asked already
        return new OperationWords(words, secret(a));
    }

    private static String model(WizardAnswers a) {
        return a.text(TYPED, a.text(MODEL, ""));
    }

    /// The variable that holds the key, or null.
    private static String variable(WizardAnswers a) {
        String typed = a.text(KEY, "");
        if (typed.startsWith("$")) return typed.substring(1);
        return typed.isEmpty() && a.has(KEY) && !isOther(a) ? ProviderWizards.preset(a).key() : null;
    }

    private static List<String> keyFlag(WizardAnswers a) {
        if (variable(a) instanceof String variable) return List.of("--api-key-env=" + variable);
        return a.text(KEY, "").isEmpty() ? List.of() : List.of("--api-key-stdin");
    }

    private static String secret(WizardAnswers a) {
        return variable(a) != null || a.text(KEY, "").isEmpty() ? null : a.text(KEY);
    }

    // ── the end ──

    /// Shows what will be saved, and does what the person chooses.
    ///
    /// @return the exit code of the program; null if an answer is to be changed
    private Integer reviewed() {
        OperationWords words = run.words();
        OperationResult preview = run.preview(words);
        if (preview != null && !preview.isDone()) return run.reopenedAfterRefusal(preview) ? null : ExitCode.DONE;
        session.page(run.review(words, preview));
        return switch (finish()) {
            case CHANGE -> null;
            case LEAVE -> {
                session.say(List.of("Nothing was changed."));
                yield ExitCode.DONE;
            }
            case START -> saved(words, Finish.START);
            case SERVICE -> saved(words, Finish.SERVICE);
            case SAVE -> saved(words, Finish.SAVE);
        };
    }

    private Finish finish() {
        var options = new ArrayList<Option<Finish>>();
        options.add(new Option<>(Finish.START, "Save, and start the gateway in this terminal", ""));
        if (session.has("startup install")) {
            options.add(new Option<>(Finish.SERVICE, "Save, and start the gateway with the system", "now and always"));
        }
        options.add(new Option<>(Finish.SAVE, "Save only", ""));
        options.add(new Option<>(Finish.CHANGE, "Change an answer", ""));
        options.add(new Option<>(Finish.LEAVE, "Leave, and save nothing", ""));
        DialogAnswer<Finish> answer = session.dialog().ask(new One<>("Save it?", "Nothing has been written yet.",
            options,
            -1));
        return switch (answer) {
            case Given<Finish>(Finish finish) ->
                finish == Finish.CHANGE && !run.reopened() ? Finish.LEAVE : finish;
            case Back<Finish> _ -> {
                run.goBack();
                yield Finish.CHANGE;
            }
            case Quit<Finish> _ -> Finish.LEAVE;
        };
    }

    private Integer saved(OperationWords words, Finish finish) {
        OperationResult saved = run.run(words);
        if (!saved.isDone()) return run.reopenedAfterRefusal(saved) ? null : ExitCode.DONE;
        session.say(saved.lines());
        String client = run.answers().text(CLIENT, NO_CLIENT);
        boolean connected = !client.equals(NO_CLIENT) && isDone(OperationWords.of("connect", client));
        boolean served = finish == Finish.SERVICE && isDone(OperationWords.of("startup", "install"));
        session.say(ending(connected ? client : null, served, finish == Finish.START));
        return finish == Finish.START ? session.runInForeground(OperationWords.of("start")) : ExitCode.DONE;
    }

    /// Runs an operation and shows what it says.
    private boolean isDone(OperationWords words) {
        OperationResult result = run.run(words);
        session.say(result.lines());
        if (!result.isDone()) session.say(List.of("That failed; to try it again: " + words.line()));
        return result.isDone();
    }

    /// What to type now.
    ///
    /// @param client that was connected, or null
    private List<String> ending(String client, boolean served, boolean starts) {
        var lines = new ArrayList<String>();
        lines.add("");
        if (starts) lines.add("The gateway starts now, and has this terminal until Ctrl-C. Then, in another terminal:");
        else if (served) lines.add("The gateway runs. To use it, type:");
        else lines.add("To start the gateway, type 'llm-router start'. Then, in another terminal:");
        lines.add("  " + (client == null ? request() : SystemWizards.program(session, client)));
        lines.add("'llm-router' alone shows the menu.");
        return lines;
    }

    /// A request to paste.
    private String request() {
        Provider provider = session.config().providers().getFirst();
        String model = provider.id() + "/" + model(run.answers());
        return CurlCommand.post("", session.gatewayUrl() + "/v1/" + Format.DEFAULT.endpoint(), null,
            CurlCommand.hello(model));
    }
}
