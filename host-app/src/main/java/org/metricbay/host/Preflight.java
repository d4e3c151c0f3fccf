package org.metricbay.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.http.webconfig.WebConfig;
import org.metricbay.http.webconfig.WebConfigException;
import org.metricbay.http.webconfig.WebConfigFile;

/** Finds what would keep the agent from running, before anything of it is started. */
final class Preflight {
  private final Options options;

  Preflight(Options options) {
    this.options = options;
  }

  /** Checks the folders that are read. */
  void checkFolders() throws UserException {
    Path deploy = options.folder(Option.DEPLOY);
    checkReadable(deploy, Option.DEPLOY, "create it, or name another with --deploy");
    if (options.has(Option.CONF)) {
      checkReadable(options.path(Option.CONF), Option.CONF, "create it, or leave --conf out");
    }
    if (!options.is(Option.ALLOW_SHARED_DEPLOY)) {
      checkOthers(deploy);
    }
    for (Option root : new Option[] {Option.PROCFS, Option.SYSFS, Option.UDEVDATA, Option.ROOTFS}) {
      if (options.has(root) && !isUsual(root)) {
        checkReadable(options.path(root), root, "name one that is there");
      }
    }
    if (options.has(Option.REQUIRE_SIGNED)) {
      checkKeyStore(options.path(Option.REQUIRE_SIGNED));
    }
  }

  /** Who can change what lies there could run code with the agent's rights. */
  private void checkOthers(Path deploy) throws UserException {
    SharedFolder.check(deploy);
    Path conf = options.folder(Option.CONF);
    if (Files.isDirectory(conf)) {
      SharedFolder.check(conf);
      Path file = conf.resolve(Options.FILE);
      if (Files.exists(file)) {
        SharedFolder.checkFile(file);
      }
    }
    if (options.has(Option.REQUIRE_SIGNED) && Files.exists(options.path(Option.REQUIRE_SIGNED))) {
      SharedFolder.check(options.path(Option.REQUIRE_SIGNED));
    }
  }

  /** What is named as it is without being named need not be there. */
  private boolean isUsual(Option root) throws UserException {
    return root == Option.UDEVDATA && options.path(root).equals(Path.of("/run/udev/data"));
  }

  /** Without this the deployer would find out, and the agent run without one. */
  private static void checkKeyStore(Path file) throws UserException {
    String store = "key store " + file + " (--require-signed)";
    try {
      if (!holdsCertificate(file, null) && !holdsCertificate(file, "changeit".toCharArray())) {
        throw new UserException(store + " holds no certificate: make it with keytool -importcert");
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new UserException(
          e.getCause() instanceof UnrecoverableKeyException
              ? store + " has a password: give it the usual one, -storepass changeit"
              : store + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean holdsCertificate(Path file, char @Nullable [] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(file.toFile(), password);
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) != null) {
        return true;
      }
    }
    return false;
  }

  private static void checkReadable(Path folder, Option option, String hint) throws UserException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UserException(
          "folder " + folder + " (" + option.flag() + ") is not a folder: name one");
    }
    if (!Files.isDirectory(folder)) {
      throw new UserException(
          "folder " + folder + " (" + option.flag() + ") is not there: " + hint);
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new UserException("folder " + folder + " (" + option.flag() + ") may not be read");
    }
  }

  /** Makes the data folder if need be, and holds it against a second agent until closed. */
  FileLock lockData() throws UserException {
    Path data = options.folder(Option.DATA);
    try {
      DataFolder.prepare(data);
      if (!options.is(Option.ALLOW_SHARED_DEPLOY)) {
        SharedFolder.check(data);
      }
      FileChannel channel =
          FileChannel.open(
              data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      // Told below.
    } catch (IOException e) {
      throw new UserException(
          "folder "
              + data
              + " (--data) cannot be written to ("
              + e.getClass().getSimpleName()
              + "): give the agent the right, or name another with --data");
    }
    throw new UserException(
        "another agent uses the folder " + data + ": stop it, or name another with --data");
  }

  /** Checks the web configuration and what it names; without this only the log would say it. */
  void checkWebConfig() throws UserException {
    if (!options.has(Option.WEB_CONFIG)) {
      return;
    }
    Path file = options.path(Option.WEB_CONFIG);
    String config = "file " + file + " (" + Option.WEB_CONFIG.flag() + ") ";
    if (!Files.isRegularFile(file)) {
      throw new UserException(config + "is not there: write it, or leave the option out");
    }
    if (!Files.isReadable(file)) {
      throw new UserException(config + "may not be read: give the agent the right");
    }
    try {
      WebConfig unused = new WebConfigFile(file).read();
    } catch (WebConfigException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks that the addresses can be bound.
   *
   * @return what the agent can do without, for the log
   */
  List<String> checkPort() throws UserException {
    return new PortCheck(options).check();
  }
}
