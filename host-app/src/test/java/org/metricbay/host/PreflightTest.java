package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreflightTest {
  @TempDir private Path home;
  private Path deploy = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    deploy = Files.createDirectory(home.resolve("bundles-deploy"));
  }

  private Preflight preflight(String... arguments) throws UserException {
    return new Preflight(Options.of(home, List.of(arguments), Map.of()));
  }

  private static void refused(ThrowingCallable check, String message) {
    assertThatThrownBy(check).isInstanceOf(UserException.class).hasMessageContaining(message);
  }

  @Test
  void findsNothingWrongWithTheDefaults() throws UserException {
    preflight().checkFolders();
  }

  @Test
  void namesAFolderThatIsNotThereAndWhatToDo() {
    Path missing = home.resolve("missing");
    refused(
        () -> preflight("--deploy", missing.toString()).checkFolders(),
        "folder " + missing + " (--deploy) is not there: create it, or name another with --deploy");
    refused(
        () -> preflight("--procfs", missing.toString()).checkFolders(),
        "folder " + missing + " (--procfs) is not there: name one that is there");
    refused(
        () -> preflight("--conf", missing.toString()).checkFolders(),
        "folder " + missing + " (--conf) is not there: create it, or leave --conf out");
  }

  @Test
  void refusesAConfigurationFolderOrFileThatOthersCouldChange() throws Exception {
    Path conf = Files.createDirectory(home.resolve("conf"));
    Path file = Files.writeString(conf.resolve(Options.FILE), "");
    for (Path one : List.of(conf, file)) {
      Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxrwxrwx"));
      refused(() -> preflight().checkFolders(), "anyone may write to " + one);
      preflight("--allow-shared-deploy").checkFolders();
      Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    preflight().checkFolders();
  }

  @Test
  void refusesADataFolderThatOthersCouldChange() throws Exception {
    Path data = Files.createDirectory(home.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    refused(() -> preflight().lockData().channel().close(), "anyone may write to " + data);
    preflight("--allow-shared-deploy").lockData().channel().close();
  }

  @Test
  void refusesWhatBelongsToSomebodyElse() throws Exception {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
    Path conf = Files.createDirectory(home.resolve("conf"));
    Path data = Files.createDirectory(home.resolve("data"));
    for (Path one : List.of(deploy, conf, data, home)) {
      Files.setAttribute(one, "unix:uid", 65534);
      refused(
          () -> {
            preflight().checkFolders();
            preflight().lockData().channel().close();
          },
          "belongs to user 65534, who could");
      Files.setAttribute(one, "unix:uid", 0);
    }
  }

  @Test
  void makesADataFolderInWhichOthersFindNothing() throws Exception {
    Path data = home.resolve("data");
    Path kept = Files.createDirectories(data.resolve("kept"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxrwxrwx"));
    preflight().lockData().channel().close();
    for (String name : List.of("kept", "config", "tmp")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void takesTheUsualFolderOfUdevForGivenAlsoWhereThereIsNone() throws Exception {
    preflight("--udevdata", "/run/udev/data").checkFolders();
  }

  @Test
  void saysThatAFileIsNoFolder() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    refused(
        () -> preflight("--deploy", file.toString()).checkFolders(),
        "folder " + file + " (--deploy) is not a folder: name one");
  }

  @Test
  void refusesADeployFolderThatAnyoneMayWriteUnlessAllowed() throws Exception {
    Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwxrwx"));
    refused(
        () -> preflight().checkFolders(),
        "anyone may write to "
            + deploy
            + ", and so run code in the agent: 'chmod o-w "
            + deploy
            + "', or pass --allow-shared-deploy");
    preflight("--allow-shared-deploy").checkFolders();
  }

  @Test
  void refusesADeployFolderThatAGroupMayWriteUnlessItIsTheOwnersPrivateOne() throws Exception {
    Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwxr-x"));
    String owner = Files.getOwner(deploy).getName();
    PosixFileAttributeView view = Files.getFileAttributeView(deploy, PosixFileAttributeView.class);
    if (view.readAttributes().group().getName().equals(owner)) {
      preflight().checkFolders();
    }
    Optional<GroupPrincipal> other = someGroup(view, owner);
    assumeTrue(other.isPresent(), "only root may give a folder to any group");
    refused(
        () -> preflight().checkFolders(),
        "the group " + other.get().getName() + " may write to " + deploy + ", and so run code");
    Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxr-xr-x"));
    preflight().checkFolders();
  }

  /** Gives the folder to a group that is not called like its owner, if that is to be had. */
  private static Optional<GroupPrincipal> someGroup(PosixFileAttributeView view, String owner) {
    for (String name : new String[] {"daemon", "users", "nogroup"}) {
      try {
        GroupPrincipal group =
            FileSystems.getDefault()
                .getUserPrincipalLookupService()
                .lookupPrincipalByGroupName(name);
        view.setGroup(group);
        if (!name.equals(owner)) {
          return Optional.of(group);
        }
      } catch (IOException e) {
        // There is no such group, or it is not for us to give.
      }
    }
    return Optional.empty();
  }

  @Test
  void refusesADeployFolderThatAnyoneMayReplaceButInAStickyFolder() throws Exception {
    Path shared = Files.createDirectory(home.resolve("shared"));
    Path folder = Files.createDirectories(shared.resolve("below/deploy"));
    Files.setAttribute(shared, "unix:mode", 0777);
    String[] arguments = {"--deploy", folder.toString()};
    refused(
        () -> preflight(arguments).checkFolders(),
        "anyone may write to "
            + shared.toRealPath()
            + ", and so replace "
            + folder
            + ", and so run code in the agent");
    preflight("--deploy", folder.toString(), "--allow-shared-deploy").checkFolders();
    Files.setAttribute(shared, "unix:mode", 01777);
    preflight(arguments).checkFolders();
  }

  @Test
  void refusesAKeyStoreThatCannotBeUsed() throws Exception {
    Path store = home.resolve("trusted.p12");
    refused(
        () -> preflight("--require-signed", store.toString()).checkFolders(),
        "key store " + store + " (--require-signed) cannot be read");
    Files.writeString(store, "no key store");
    refused(
        () -> preflight("--require-signed", store.toString()).checkFolders(),
        "key store " + store + " (--require-signed) cannot be read");
  }

  @Test
  void takesAKeyStoreAsKeytoolMakesIt() throws Exception {
    keytool("-genkeypair", "-keystore", "keys.p12", "-storepass", "changeit");
    preflight("--require-signed", home.resolve("keys.p12").toString()).checkFolders();
    keytool("-genkeypair", "-keystore", "locked.p12", "-storepass", "some other one");
    refused(
        () -> preflight("--require-signed", home.resolve("locked.p12").toString()).checkFolders(),
        "has a password: give it the usual one, -storepass changeit");
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "a", "-dname", "CN=a", "-keyalg", "EC"));
    assertThat(new ProcessBuilder(command).directory(home.toFile()).start().waitFor()).isZero();
  }

  @Test
  void holdsTheDataFolderAgainstASecondAgent() throws Exception {
    try (FileLock lock = preflight().lockData()) {
      assertThat(lock.isValid()).isTrue();
      refused(
          () -> preflight().lockData(), "another agent uses the folder " + home.resolve("data"));
    }
    preflight().lockData().close();
  }

  @Test
  void refusesADataFolderThatCannotBeWritten() throws Exception {
    Files.writeString(home.resolve("data"), "a file in its place");
    refused(() -> preflight().lockData(), "folder " + home.resolve("data") + " (--data) cannot be");
  }

  @Test
  void refusesAWebConfigurationThatCannotBeRead() throws Exception {
    preflight().checkWebConfig();
    Path file = home.resolve("web.yml");
    String name = "file " + file + " (--web-config) ";
    refused(
        () -> preflight("--web-config", file.toString()).checkWebConfig(),
        name + "is not there: write it, or leave the option out");
    Files.writeString(file, "");
    preflight("--web-config", file.toString()).checkWebConfig();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx------"));
    assumeTrue(!Files.isReadable(file), "root may read everything");
    refused(
        () -> preflight("--web-config", file.toString()).checkWebConfig(),
        name + "may not be read: give the agent the right");
  }
}
