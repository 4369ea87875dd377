/// The gateway as a service of the operating system: the unit of systemd's user manager, the agent of launchd, the
/// task of the Windows Task Scheduler. It makes their texts, calls the tools of these managers, and finds out which
/// service a running gateway belongs to. What the service runs is decided by the caller.
///
/// *Invariant:* a file is replaced or removed only if its text says that this program wrote it, and a service that
/// cannot be enabled leaves no file behind.
package llmrouter.startup;
