package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user gets wrong costs one clear line on stderr and exit status 2, and starts nothing. */
class CommandLineIT {
  @TempDir private Path work;
  private Path deploy;
  private Path data;

  @BeforeEach
  void folders() throws IOException {
    deploy = Files.createDirectories(work.resolve("deploy"));
    data = work.resolve("data");
  }

  private Launch run() {
    return PackedAgent.in(work)
        .with("run", "--port", "0", "--deploy", deploy.toString(), "--data", data.toString());
  }

  private static void assertRefused(Launch launch, String message) throws Exception {
    PackedAgent.Exit exit = launch.runToEnd();
    assertThat(exit.err()).startsWith("metricbay: ").contains(message).hasLineCount(1);
    assertThat(exit.status()).isEqualTo(2);
    assertThat(exit.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "walk,                  unknown command walk; commands are run",
    "--nope,                unknown command --nope",
    "run --nope,            unknown option --nope",
    "run --nope=1,          unknown option --nope",
    "run extra,             extra",
    "run --port,            --port needs a value",
    "run --port x,          '--port is \"x\": give a port'",
    "run --port 65536,      '--port is \"65536\": give a port'",
    "run --port -1,         '--port is \"-1\": give a port'",
    "run --listen 8000,     '--listen is \"8000\": give ADDRESS:PORT'",
    "run --web.listen-address ::1:1, '--web.listen-address is \"::1:1\": give ADDRESS:PORT'",
    "run --allow-host a:1,  '--allow-host is \"a:1\": give a host name or address'",
    "run --web-config none, 'none (--web-config) is not there'",
    "run --log-level loud,  '--log-level is \"loud\": give error'",
    "run --no-console=yes,  '--no-console is \"yes\": give true or false'",
    "run --source magic,    '--source is \"magic\": give kernel or oshi'",
    "run --conf nowhere,    nowhere (--conf) is not there",
    "print --nope,          unknown option --nope",
    "run --prot 1,          unknown option --prot; did you mean --port?",
    "archive --deploy x,    archive takes no options",
    "archive x,             archive takes no options",
  })
  void wrongWords(String words, String message) throws Exception {
    assertRefused(PackedAgent.in(work).with(words.split(" ", -1)), message);
  }

  @ParameterizedTest
  @CsvSource({
    "--deploy,         nowhere (--deploy) is not there: create it",
    "--procfs,         nowhere (--procfs) is not there",
    "--sysfs,          nowhere (--sysfs) is not there",
    "--udevdata,       nowhere (--udevdata) is not there",
    "--rootfs,         nowhere (--rootfs) is not there",
    "--require-signed, nowhere (--require-signed) cannot be read",
    "--host,           'address nowhere (--host) is not known'",
  })
  void missingFolders(String option, String message) throws Exception {
    assertRefused(run().with(option, "nowhere"), message);
    assertThat(data).doesNotExist();
  }

  @Test
  void keyStoreThatIsNone() throws Exception {
    Path store = Files.writeString(work.resolve("trusted.p12"), "no key store");
    assertRefused(
        run().with("--require-signed", store.toString()), "trusted.p12 (--require-signed)");
  }

  @Test
  void portInUse() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(socket.getLocalPort());
      assertRefused(run().with("--port", port), "cannot listen on 127.0.0.1, port " + port);
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void dataFolderThatIsAFile() throws Exception {
    Files.writeString(data, "no folder");
    assertRefused(run(), "data (--data) cannot be written to");
  }

  @Test
  void dataFolderBelowAFile() throws Exception {
    Path file = Files.writeString(work.resolve("file"), "no folder");
    assertRefused(run().with("--data", file.resolve("data").toString()), "(--data)");
  }

  @Test
  void deployFolderThatIsAFile() throws Exception {
    Files.delete(deploy);
    Files.writeString(deploy, "no folder");
    assertRefused(run(), "deploy (--deploy) is not a folder");
  }

  @Test
  void deployFolderThatOthersMayWrite() throws Exception {
    Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(run(), "anyone may write to");
    try (PackedAgent agent = run().with("--allow-shared-deploy").start()) {
      assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "prot = 8000,                  has the unknown key prot; did you mean port?; keys are",
    "listen = many,                'metricbay.cfg, listen is \"many\": give ADDRESS:PORT'",
    "port = many,                  'metricbay.cfg, port is \"many\": give a port'",
    "collect.timeout = long,       'collect.timeout is \"long\": give a number'",
    "collect.timeout = -1,         'collect.timeout is \"-1\": give a number'",
    "collect.max-series = 1.5,     'collect.max-series is \"1.5\": give a whole number'",
    "collect.max-bytes = 1e6,      'collect.max-bytes is \"1e6\": give a whole number'",
    "deploy.rollback-after = NaN,  'deploy.rollback-after is \"NaN\": give a number'",
    "port = \\uzzzz,               'metricbay.cfg, port is \"\\uzzzz\": give a port'",
    "port: 1,                      line 1 is not of the form key = value",
    "collect.max-series = 0,       'collect.max-series is \"0\": give a whole number from 1'",
  })
  void wrongLinesInTheFile(String line, String message) throws Exception {
    assertRefused(
        PackedAgent.in(work)
            .with("run", "--deploy", deploy.toString(), "--data", data.toString())
            .conf(line),
        message);
  }

  @Test
  void wrongVariable() throws Exception {
    assertRefused(
        PackedAgent.in(work).with("run").environment("METRICBAY_PORT", "x"),
        "METRICBAY_PORT is \"x\": give a port");
  }

  @Test
  void optionsComeFromTheEnvironmentAndTheFile() throws Exception {
    Files.createDirectories(work.resolve("from-file"));
    PluginJar jar = PluginJar.collector("demo");
    Files.write(deploy.resolve("demo.jar"), jar.bytes());
    try (PackedAgent agent =
        PackedAgent.in(work)
            .with("run")
            .conf("port = 1", "deploy = from-file", "data = " + data, "log-level = debug")
            .environment("METRICBAY_PORT", "0")
            .environment("METRICBAY_NO_CONSOLE", "true")
            .environment("METRICBAY_DEPLOY", deploy.toString())
            .startAsIs()) {
      agent.awaitValue("demo_value", 1);
      assertThat(agent.url()).startsWith("http://127.0.0.1:");
      assertThat(data).isDirectory();
    }
  }

  @Test
  void commandLineGoesBeforeEnvironment() throws Exception {
    try (PackedAgent agent =
        run().environment("METRICBAY_PORT", "1").environment("METRICBAY_DATA", "no").start()) {
      assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
    }
    assertThat(work.resolve("no")).doesNotExist();
  }

  @Test
  void secondAgentOnTheSameDataIsRefusedAndPrintIsNot() throws Exception {
    try (PackedAgent agent = run().start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(17));
      agent.awaitValue("demo_value", 17);
      Path second = Files.createDirectories(work.resolve("second"));
      assertRefused(
          PackedAgent.in(second)
              .with("run", "--port", "0", "--deploy", deploy.toString())
              .with("--data", data.toString()),
          "another agent uses the folder " + data);

      PackedAgent.Exit print =
          PackedAgent.in(second)
              .with("print", "--deploy", deploy.toString(), "--data", data.toString())
              .runToEnd();
      assertThat(print.status()).isZero();
      assertThat(print.out()).contains("demo: Version 1.0.0 of demo.", "demo_value", "17");
      assertThat(print.err()).isEmpty();
      assertThat(agent.scrape().value("demo_value")).isEqualTo(17);
    }
  }

  @Test
  void printShowsThePluginsThatCome() throws Exception {
    PackedAgent.Exit print =
        PackedAgent.in(work)
            .with("print", "--deploy", PackedAgent.HOME.resolve("bundles-deploy").toString())
            .runToEnd();
    assertThat(print.status()).isZero();
    for (String name : List.of("cpu", "loadavg", "stat", "diskstats", "filesystem")) {
      assertThat(print.out()).containsPattern("(?m)^" + name + ": ");
    }
    assertThat(print.out()).contains("node_load1", "node_cpu_seconds_total");
    assertThat(print.err()).isEmpty();
  }

  @Test
  void printsStatusTellsWhetherAllIsWell() throws Exception {
    Files.write(deploy.resolve("demo.jar"), PluginJar.collector("demo").bytes());
    Files.createDirectories(work.resolve("conf"));
    assertThat(print().status()).isZero();

    Files.writeString(deploy.resolve("bad.jar"), "no JAR");
    assertPrintsAllButIsNotWell("bad.jar: ignored: it is not a JAR");
    Files.write(
        deploy.resolve("bad.jar"), PluginJar.collector("bad").with("collect", "throw").bytes());
    assertPrintsAllButIsNotWell("bad");
    Files.delete(deploy.resolve("bad.jar"));

    Files.writeString(work.resolve("conf/metricbay.demo.cfg"), "password hunter2\n");
    PackedAgent.Exit exit = assertPrintsAllButIsNotWell("line 1 is not of the form key = value");
    assertThat(exit.err()).doesNotContain("hunter2");
    Files.delete(work.resolve("conf/metricbay.demo.cfg"));
    assertThat(print().status()).isZero();
  }

  private PackedAgent.Exit print() throws Exception {
    return PackedAgent.in(work)
        .with("print", "--deploy", deploy.toString(), "--conf", work.resolve("conf").toString())
        .runToEnd();
  }

  private PackedAgent.Exit assertPrintsAllButIsNotWell(String why) throws Exception {
    PackedAgent.Exit exit = print();
    assertThat(exit.status()).isEqualTo(1);
    assertThat(exit.out()).contains("demo_value");
    assertThat(exit.err()).contains(why);
    return exit;
  }

  @Test
  void aFreePortIsShownWhateverTheLogLevelIs() throws Exception {
    for (String level : List.of("warn", "WARNING", "error")) {
      try (PackedAgent agent = run().with("--log-level", level).start()) {
        assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
        agent.stop();
      }
    }
  }

  @Test
  void variablesThatMeanNothingAreTold() throws Exception {
    try (PackedAgent agent =
        run().environment("METRICBAY_PROT", "9").environment("METRICBAY_NO_CONSOLE", "1").start()) {
      agent.awaitLog("WARNING METRICBAY_PROT is no variable .* did you mean METRICBAY_PORT");
    }
    assertRefused(
        run().environment("METRICBAY_COLLECT_TIMEOUT", "x"),
        "METRICBAY_COLLECT_TIMEOUT is \"x\": give a number of seconds");
  }

  @ParameterizedTest
  @CsvSource({"-Xmx16m, 0", "-Xmx8m -Xms8m, 0", "-Xmx9000k, 0", "-Xmx1g, 0", "-Xfoo, 1"})
  void optionsForJavaAreTakenOrTold(String options, int status) throws Exception {
    PackedAgent.Exit exit =
        PackedAgent.in(work).with("version").environment("METRICBAY_JAVA_OPTS", options).runToEnd();
    assertThat(exit.status()).as(exit.err()).isEqualTo(status);
    if (status != 0) {
      assertThat(exit.err()).contains("-Xfoo");
    }
  }

  @Test
  void aPartOfJavaIsNotEnoughAndTheRestIsNamed() throws Exception {
    assertRefused(
        run()
            .environment(
                "METRICBAY_JAVA_OPTS",
                "--limit-modules java.base,java.logging,java.management,jdk.unsupported"),
        "lacks modules: java.desktop, java.naming, java.xml, jdk.management");
  }

  /** Where one may mount: a file system without room is as a full disk. */
  @Test
  void fullDiskAtTheFirstStart() throws Exception {
    Path full = Files.createDirectory(work.resolve("full"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k,mode=755", "none", full + "")
            .redirectErrorStream(true)
            .start();
    assumeTrue(mount.waitFor() == 0, "mounting is not allowed here");
    try {
      assertRefused(
          PackedAgent.in(work)
              .with("run", "--port", "0", "--deploy", deploy.toString())
              .with("--data", full.resolve("data").toString()),
          "No space left on device");
    } finally {
      new ProcessBuilder("umount", full.toString()).start().waitFor();
    }
  }

  @Test
  void helpAndVersion() throws Exception {
    PackedAgent.Exit help = PackedAgent.in(work).with("help").runToEnd();
    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains("--host", "--port", "--deploy", "--data", "--conf", "--procfs", "--sysfs")
        .contains("--udevdata", "--rootfs", "--no-console", "--log-level");
    assertThat(PackedAgent.in(work).with("run", "--help").runToEnd().out()).isEqualTo(help.out());
    PackedAgent.Exit version = PackedAgent.in(work).with("version").runToEnd();
    assertThat(version.status()).isZero();
    assertThat(version.out()).matches("metricbay \\d\\S*\\R");
  }
}
