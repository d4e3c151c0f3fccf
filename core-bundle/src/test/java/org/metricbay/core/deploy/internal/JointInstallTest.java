package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;

final class JointInstallTest {
  @TempDir private Path home;
  private TestAgent agent;
  private JointInstall install;

  @BeforeEach
  void start() throws Exception {
    agent = TestAgent.start(home);
    agent.deployer().reload(); // It removes what it finds at its start and has not installed.
    install =
        new JointInstall(
            new PluginBundles(
                agent.framework().getBundleContext(),
                agent.gate(),
                agent.newStates(),
                agent.engine().threads(),
                agent.deploy,
                false));
  }

  @AfterEach
  void stop() throws Exception {
    Thread.interrupted();
    agent.close();
  }

  private JointInstall.Part add(String name, TestJar jar) {
    byte[] bytes = jar.bytes();
    String digest = JarReader.digest(bytes);
    return install.add(
        new Artifact(name + ".jar", digest, name, new Version(1, 0, 0), 0, false), bytes);
  }

  @Test
  void whoeverComesFirstHasAllInstalledAndResolved() throws Exception {
    JointInstall.Part a = add("test.a", TestJar.plugin("test.a", "1.0.0"));
    JointInstall.Part b = add("test.b", TestJar.plugin("test.b", "1.0.0"));
    Bundle first = a.take();
    assertThat(first.getSymbolicName()).isEqualTo("test.a");
    assertThat(first.getState()).isEqualTo(Bundle.RESOLVED);
    assertThat(agent.bundle("test.b").getState()).isEqualTo(Bundle.RESOLVED);
    assertThat(b.take()).isSameAs(agent.bundle("test.b"));
  }

  @Test
  void whatCannotBeResolvedDoesNotKeepTheOthersFromIt() throws Exception {
    JointInstall.Part a =
        add("test.a", TestJar.bundle("test.a", "1.0.0").header("Import-Package", "nobody.has.it"));
    JointInstall.Part b = add("test.b", TestJar.plugin("test.b", "1.0.0"));
    assertThat(a.take().getState()).isEqualTo(Bundle.INSTALLED);
    assertThat(b.take().getState()).isEqualTo(Bundle.RESOLVED);
  }

  @Test
  void whatCannotBeInstalledSaysSoOnlyToItsOwnAttempt() throws Exception {
    JointInstall.Part bad =
        add("test.bad", TestJar.bundle("test.bad", "1.0.0").header("Import-Package", ";;"));
    JointInstall.Part good = add("test.good", TestJar.plugin("test.good", "1.0.0"));
    assertThat(good.take().getState()).isEqualTo(Bundle.RESOLVED);
    assertThatThrownBy(bad::take)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(BundleException.class);
  }

  @Test
  void oneThatWasGivenUpBeforeIsNotInstalled() throws Exception {
    JointInstall.Part a = add("test.a", TestJar.plugin("test.a", "1.0.0"));
    JointInstall.Part b = add("test.b", TestJar.plugin("test.b", "1.0.0"));
    interrupt(a);
    assertThat(a.leave()).isEmpty();
    assertThat(b.take().getState()).isEqualTo(Bundle.RESOLVED);
    assertThat(agent.bundles("test.a")).isEmpty();
  }

  @Test
  void oneThatIsGivenUpWhenItIsInstalledIsLeftToItsAttempt() throws Exception {
    JointInstall.Part a = add("test.a", TestJar.plugin("test.a", "1.0.0"));
    JointInstall.Part b = add("test.b", TestJar.plugin("test.b", "1.0.0"));
    assertThat(a.take().getState()).isEqualTo(Bundle.RESOLVED);
    interrupt(b);
    assertThat(b.leave()).contains(agent.bundle("test.b"));
  }

  private static void interrupt(JointInstall.Part part) {
    Thread.currentThread().interrupt();
    assertThatThrownBy(part::take).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
