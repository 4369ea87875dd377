package llmrouter.cli.menu.hosting;

import java.io.IOException;
import java.util.function.Function;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardRun;
import llmrouter.tui.Dialog;

/// The wizards of the commands of hosting. Each asks what the flags do not say, shows what will be done, and does it.
public final class HostingWizards {
    private HostingWizards() {}

    /// For `deploy`, also with `--delete`.
    public static int deploy(Invocation in) throws IOException {
        return deploy(in, Invocation::dialog);
    }

    /// For `worker-key`.
    public static int workerKey(Invocation in) throws IOException {
        return workerKey(in, Invocation::dialog);
    }

    /// For `rollback`.
    public static int rollback(Invocation in) throws IOException {
        return rollback(in, Invocation::dialog);
    }

    /// @param opener opens the dialog
    static int deploy(Invocation in, Function<Invocation, Dialog> opener) throws IOException {
        if (in.arguments().isOn("delete")) return run(in, HostedSubject.lenient(in), opener, WorkerWizards::removal);
        return run(in, HostedSubject.of(in), opener, DeployWizard::of);
    }

    static int workerKey(Invocation in, Function<Invocation, Dialog> opener) throws IOException {
        return run(in, HostedSubject.lenient(in), opener, WorkerWizards::key);
    }

    static int rollback(Invocation in, Function<Invocation, Dialog> opener) throws IOException {
        return run(in, HostedSubject.lenient(in), opener, WorkerWizards::rollback);
    }

    /// Makes a wizard.
    interface Maker {
        Wizard of(MenuSession session, GivenWords given, HostedSubject subject, AccountSteps account);
    }

    private static int run(Invocation in, HostedSubject subject, Function<Invocation, Dialog> opener, Maker maker)
            throws IOException {
        var session = new MenuSession(in, opener);
        try (AccountSteps account = AccountSteps.of(session, in, subject.settings(), subject.accountOfProject())) {
            var run = new WizardRun(session, maker.of(session, new GivenWords(in), subject, account));
            run.run();
            return run.result() == null ? ExitCode.FAILED : run.result().exitCode();
        } finally {
            session.dialog().close();
        }
    }
}
