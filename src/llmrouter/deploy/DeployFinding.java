package llmrouter.deploy;

import llmrouter.text.Printable;

/// Something that was found before a deployment: what is wrong or worth knowing, and what to do.
///
/// @param weight  whether the deployment can go on
/// @param subject what it is about, for programs: `name`, `modules`, `target`, `route`, `domain`, `dns`, `zone`,
///                `setting`, `payload`, `provider`, `key`, `master-key`, `cap`, `strategy`, `durable-state`, `worker`,
///                `subdomain`, `version`, `project`, or [#API]
/// @param what    a clause without a period; never a secret
/// @param fix     what to do, a clause without a period; empty where nothing need be done
public record DeployFinding(Weight weight, String subject, String what, String fix) {
    /// The subject of a call that could not be made, or that failed for a reason of the API's own: the same command may
    /// work in a moment.
    public static final String API = "api";

    /// What a finding means for the deployment.
    public enum Weight {
        /// Nothing is sent.
        BLOCKS,
        /// The deployment goes on, and something will not be as the user may expect.
        WARNS,
        /// Good to know.
        TELLS
    }

    /// Answers of the API are shown on one line, without characters that a terminal would obey.
    public DeployFinding {
        what = Printable.of(what);
        fix = Printable.of(fix);
    }

    public static DeployFinding blocks(String subject, String what, String fix) {
        return new DeployFinding(Weight.BLOCKS, subject, what, fix);
    }

    public static DeployFinding warns(String subject, String what, String fix) {
        return new DeployFinding(Weight.WARNS, subject, what, fix);
    }

    public static DeployFinding tells(String subject, String what) {
        return new DeployFinding(Weight.TELLS, subject, what, "");
    }

    public boolean isBlocking() {
        return weight == Weight.BLOCKS;
    }

    /// One line for people.
    public String describe() {
        return fix.isEmpty() ? what : what + "; " + fix;
    }
}
