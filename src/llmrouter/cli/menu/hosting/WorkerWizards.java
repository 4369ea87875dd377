package llmrouter.cli.menu.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import llmrouter.cli.CliError;
import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.WorkerVersion;
import llmrouter.deploy.steps.WorkerRemoval;
import llmrouter.deploy.steps.WorkerRollback;
import llmrouter.text.Ws;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// The wizards for a Worker that is deployed: another key, an earlier version, removal.
final class WorkerWizards {
    private static final String VERSION = "version";
    private static final String SURE = "sure";

    private WorkerWizards() {}

    private static OperationWords words(GivenWords given, AccountSteps account, WizardAnswers a, List<String> more,
            String secret) {
        var words = new ArrayList<>(given.words());
        words.addAll(account.words(a));
        words.addAll(more);
        words.add("--yes");
        return new OperationWords(words, secret, account.variables());
    }

    // ── the master key ──

    static Wizard key(MenuSession session, GivenWords given, HostedSubject subject, AccountSteps account) {
        var key = new HostedKeySteps(session, given, subject.key(), "use-config-key",
            subject.inFile() && subject.config() != null, _ -> false);
        var steps = new ArrayList<>(account.steps());
        steps.addAll(key.steps());
        session.say(List.of("Sets the master key of the hosted gateway " + subject.worker()
            + ". The key that it has ends at once."));
        return Wizard.outside("worker-key", steps, a -> words(given, account, a, key.words(a), key.secret(a)));
    }

    // ── an earlier version ──

    static Wizard rollback(MenuSession session, GivenWords given, HostedSubject subject, AccountSteps account) {
        var steps = new ArrayList<>(account.steps());
        boolean open = !given.has("version-id");
        steps.add(WizardStep.one(VERSION, a -> new One<>("Which version?", "The Worker is again what it was then, with "
            + "its configuration of that time.", versions(account, subject, a), 0)).when(_ -> open));
        session.say(List.of("Switches the hosted gateway " + subject.worker() + " back to an earlier version."));
        return Wizard.outside("rollback", steps, a -> words(given, account, a,
            a.has(VERSION) && !a.text(VERSION).isEmpty() ? List.of("--version-id=" + a.text(VERSION)) : List.of(),
            null));
    }

    /// The version that was live before, then all others.
    private static List<Option<String>> versions(AccountSteps account, HostedSubject subject, WizardAnswers a) {
        var options = new ArrayList<Option<String>>();
        String before = "The deployment before";
        try {
            WorkerRollback rollback = WorkerRollback.of(account.look().api(), account.account(a), subject.worker(),
                null);
            WorkerVersion target = rollback.target();
            options.add(new Option<>("", before, target == null ? "there is none" : brief(target)));
            for (WorkerVersion each : rollback.versions()) {
                boolean live = rollback.live() != null && each.id().equals(rollback.live().id());
                if (!live) options.add(new Option<>(each.id(), each.id(), brief(each)));
            }
        } catch (CloudflareError _) {
            options.add(Option.of("", before)); // the command says what is wrong
        }
        return options;
    }

    private static String brief(WorkerVersion version) {
        return version.number() > 0 ? "version " + version.number() + " of " + version.created() : version.created();
    }

    // ── removal ──

    static Wizard removal(MenuSession session, GivenWords given, HostedSubject subject, AccountSteps account) {
        var steps = new ArrayList<>(account.steps());
        Function<WizardAnswers, List<String>> lost = a -> lost(account, subject, a);
        steps.add(WizardStep.line(SURE, _ -> new Line("Type the name of the Worker to delete it", "Its name is "
            + subject.worker() + ". What is deleted does not come back.", "",
            typed -> Ws.trim(typed).equals(subject.worker()) ? null
                : "That is not its name, which is " + subject.worker() + ".")).intro(lost));
        return Wizard.outside("delete", steps, a -> words(given, account, a, List.of(), null));
    }

    /// @throws CliError there is nothing to delete
    private static void refuseIfNotOurs(WorkerRemoval removal, String worker) {
        if (removal.exists() && removal.ours()) return;
        throw CliError.usage((removal.exists() ? "the Worker '" + worker + "' is not an llm-router, so it is not deleted"
            : "there is no Worker '" + worker + "' in the account") + "; --worker-name and --env name another one");
    }

    private static List<String> lost(AccountSteps account, HostedSubject subject, WizardAnswers a) {
        var lines = new ArrayList<>(List.of("Deletes the Worker " + subject.worker() + "."));
        try {
            var removal = WorkerRemoval.of(account.look().api(), account.account(a), subject.worker());
            refuseIfNotOurs(removal, subject.worker());
            lines.addAll(removal.lost());
        } catch (CloudflareError error) {
            lines.add(error.getMessage());
        }
        return lines;
    }
}
