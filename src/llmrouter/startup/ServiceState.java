package llmrouter.startup;

/// What a service manager says about the service.
///
/// @param known   whether the manager has such a service
/// @param running whether it runs; null if the manager does not say
/// @param failed  whether it has ended and is not started again, because it failed
/// @param pid     of its main process, or 0
/// @param detail  the manager's own words, one line
public record ServiceState(boolean known, Boolean running, boolean failed, long pid, String detail) {
    static ServiceState unknown(String detail) {
        return new ServiceState(false, Boolean.FALSE, false, 0, detail);
    }

    public boolean isRunning() {
        return running == Boolean.TRUE;
    }
}
