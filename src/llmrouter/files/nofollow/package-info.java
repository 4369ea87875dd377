/// The only package that creates, opens for writing, renames, deletes or re-owns files. A file is opened relative to a
/// folder that is open, and never through a link in place of the file. What is in the files belongs to other packages.
///
/// On Linux this is `java.nio.file.SecureDirectoryStream` (`openat`, `renameat`, `unlinkat`, `fchown`): a folder that
/// is replaced in the meantime gains nothing. A system without it gets the same calls by path, each with the option not
/// to follow links, and the same checks before and after. A system without POSIX permissions (Windows) has no owner,
/// mode or link count to check.
///
/// *Invariant:* no file is changed through a link, and none that another user owns or that has a second name.
package llmrouter.files.nofollow;
