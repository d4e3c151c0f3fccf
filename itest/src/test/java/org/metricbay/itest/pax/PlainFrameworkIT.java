package org.metricbay.itest.pax;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.ReloadReport;
import org.metricbay.itest.PluginJar;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The built bundles as ordinary bundles of a plain Felix, without the launcher. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PlainFrameworkIT {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  @Inject private BundleContext context;
  @Inject private Deployer deployer;
  @Inject private CollectionEngine engine;
  @Inject private CommandProcessor processor;

  @Configuration
  public Option[] configuration() throws IOException {
    Path work = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "pax");
    Path deploy = Files.createDirectories(work.resolve("deploy"));
    Path libraries =
        Path.of(System.getProperty("metricbay.distribution", "../host-app/target/metricbay"))
            .toAbsolutePath()
            .normalize()
            .resolve("lib");
    return options(
        junitBundles(),
        systemPackages(
            // Pax Exam's own bundles want the older one.
            "org.slf4j;version=1.7.36",
            "org.slf4j;version=2.0.17",
            "org.slf4j.event;version=2.0.17",
            "org.slf4j.helpers;version=2.0.17",
            "org.slf4j.spi;version=2.0.17",
            "org.jspecify.annotations;version=1.0.0"),
        frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
        // Gogo's own shell knows bundles by name and number; it must not read from here.
        frameworkProperty("gosh.args").value("--nointeractive --noshutdown"),
        frameworkProperty("metricbay.deploy").value(deploy.toString()),
        frameworkProperty("metricbay.data").value(work.resolve("data").toString()),
        frameworkProperty("metricbay.collect.timeout").value("1"),
        frameworkProperty("metricbay.deploy.start-timeout").value("2"),
        frameworkProperty("felix.fileinstall.dir").value(deploy.toString()),
        frameworkProperty("felix.fileinstall.filter").value(".*\\.jar"),
        frameworkProperty("felix.fileinstall.disableNio2").value("true"),
        frameworkProperty("felix.fileinstall.bundles.new.start").value("false"),
        frameworkProperty("felix.fileinstall.tmpdir").value(work.resolve("tmp").toString()),
        composite(
            Stream.of(
                    "org.osgi.util.function",
                    "org.osgi.util.promise",
                    "org.osgi.service.component",
                    "org.apache.felix.log",
                    "org.apache.felix.configadmin",
                    "org.apache.felix.scr",
                    "org.apache.felix.gogo.runtime",
                    "org.apache.felix.gogo.command",
                    "jna-jpms",
                    "jna-platform-jpms",
                    "oshi-common",
                    "oshi-core",
                    "api-bundle",
                    "platform-bundle",
                    "core-bundle",
                    "shell-bundle",
                    "jline",
                    "org.apache.felix.gogo.jline",
                    "org.apache.felix.fileinstall")
                .map(libraries::resolve)
                .map(file -> Path.of(file + ".jar"))
                .filter(Files::exists)
                .map(file -> bundle(file.toUri().toString()))
                .toArray(Option[]::new)));
  }

  private Path folder() {
    return Path.of(String.valueOf(context.getProperty("metricbay.deploy")));
  }

  private void drop(String name, PluginJar jar) throws IOException {
    Path written = Files.write(folder().resolveSibling("written.tmp"), jar.bytes());
    Files.move(written, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static PluginJar demo(double value) {
    return PluginJar.collector("demo").version("1.0." + (int) value).value(value);
  }

  private double value(String family) throws Exception {
    return engine.collect(CollectRequest.all()).families().stream()
        .filter(found -> found.name().equals(family))
        .map(found -> (org.metricbay.api.NumberSample) found.samples().get(0))
        .mapToDouble(org.metricbay.api.NumberSample::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private PluginFile file(String name) {
    return deployer.files().stream()
        .filter(file -> file.file().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Bundle bundleOf(String file) {
    return context.getBundle(file(file).bundleId().orElseThrow());
  }

  private static void await(String what, Callable<Boolean> wanted) throws Exception {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!wanted.call()) {
      assertTrue("waited in vain for " + what, System.nanoTime() < end);
      new java.util.concurrent.CountDownLatch(1)
          .await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }

  /** Runs a command as if typed at the prompt; gives what it returned and printed. */
  private String type(String command) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (CommandSession session =
        processor.createSession(InputStream.nullInputStream(), print, print)) {
      Object result = session.execute(command);
      print.flush();
      return (result == null ? "" : result + "\n") + out.toString(StandardCharsets.UTF_8);
    }
  }

  @Before
  @After
  public void emptyFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    deployer.reload();
    assertEquals(List.of(), deployer.files());
  }

  @Test
  public void servicesAreRegistered() {
    assertFalse(
        Arrays.stream(context.getBundles())
            .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith("org.metricbay"))
            .anyMatch(bundle -> bundle.getState() != Bundle.ACTIVE));
    assertTrue(deployer.isReady());
  }

  @Test
  public void dropUpdateDelete() throws Exception {
    drop("demo.jar", demo(1));
    await(
        "the drop",
        () -> !deployer.files().isEmpty() && file("demo.jar").state() == FileState.RUNNING);
    assertEquals(1, value("demo_value"), 0);
    assertEquals(
        1,
        Arrays.stream(bundleOf("demo.jar").getRegisteredServices())
            .filter(
                service ->
                    Arrays.asList((String[]) service.getProperty("objectClass"))
                        .contains(MetricPlugin.class.getName()))
            .count());
    drop("demo.jar", demo(2));
    await("the update", () -> file("demo.jar").runningVersion().orElse("").equals("1.0.2"));
    assertEquals(2, value("demo_value"), 0);
    Files.delete(folder().resolve("demo.jar"));
    await("the removal", () -> deployer.files().isEmpty());
    assertTrue(Double.isNaN(value("demo_value")));
  }

  @Test
  public void reloadSaysWhatItDid() throws Exception {
    drop("demo.jar", demo(1));
    assertTrue(deployer.reload().isGood());
    Files.write(folder().resolve("bad.jar"), new byte[] {'P', 'K', 3, 4, 5});
    drop("demo.jar", demo(2));
    ReloadReport report = deployer.reload();
    assertFalse(report.isGood());
    assertEquals(FileChange.Action.REFUSED, report.files().get(0).action());
    assertEquals(2, value("demo_value"), 0);
  }

  @Test
  public void throwingAndHangingPluginsCostOnlyTheirOwn() throws Exception {
    drop("demo.jar", demo(1));
    drop("throwing.jar", PluginJar.collector("throwing").with("collect", "throw"));
    drop("hanging.jar", PluginJar.collector("hanging").with("collect", "hang-hard"));
    deployer.reload();
    assertEquals(1, value("demo_value"), 0);
    assertEquals(List.of(CollectorState.OK), states("demo"));
    assertEquals(List.of(CollectorState.FAILED), states("throwing"));
    assertEquals(List.of(CollectorState.HUNG), states("hanging"));
    assertTrue(type("metric:list").contains("HUNG"));
  }

  private List<CollectorState> states(String collector) {
    return engine.collectors().stream()
        .filter(status -> status.name().equals(collector))
        .map(status -> status.state())
        .toList();
  }

  @Test
  public void metricCommands() throws Exception {
    drop("demo.jar", demo(7));
    assertTrue(type("metric:reload").contains("All is well."));
    assertTrue(type("metric:list").contains("demo"));
    assertTrue(type("metric:show demo").contains("demo_value"));
    Bundle before = bundleOf("demo.jar");
    assertTrue(type("metric:restart demo").contains("RESTARTED"));
    assertFalse(before.equals(bundleOf("demo.jar")));
    assertEquals(7, value("demo_value"), 0);
    assertTrue(type("help metric:show").contains("collects from one plugin"));
  }

  @Test
  public void stoppedByHandStaysStopped() throws Exception {
    drop("demo.jar", demo(1));
    deployer.reload();
    assertTrue(type("lb").contains("org.example.demo"));

    type("stop " + bundleOf("demo.jar").getBundleId());
    await("the stop", () -> file("demo.jar").state() == FileState.STOPPED);
    assertTrue(Double.isNaN(value("demo_value")));
    deployer.reload();
    assertEquals(FileState.STOPPED, file("demo.jar").state());

    type("start " + bundleOf("demo.jar").getBundleId());
    await("the start", () -> file("demo.jar").state() == FileState.RUNNING);
    assertEquals(1, value("demo_value"), 0);
  }

  @Test
  public void updateAndRefreshByHandLeaveThePluginRunning() throws Exception {
    drop("demo.jar", demo(1));
    deployer.reload();
    for (String command : List.of("update ", "refresh ")) {
      type(command + bundleOf("demo.jar").getBundleId());
      deployer.reload();
      // The framework refreshes in a thread of its own, so that this may not have begun yet.
      await(
          "it to run after " + command,
          () ->
              !deployer.files().isEmpty()
                  && file("demo.jar").state() == FileState.RUNNING
                  && value("demo_value") == 1);
    }
  }
}
