package org.metricbay.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.ReloadReport;

/** A folder with a file that runs and one that does not. */
final class FakeDeployer implements Deployer {
  final CompletableFuture<Void> becomesReady = new CompletableFuture<>();
  final AtomicBoolean good = new AtomicBoolean(true);
  final AtomicInteger reloads = new AtomicInteger();

  @Override
  public ReloadReport reload() {
    reloads.incrementAndGet();
    FileChange.Action action = good.get() ? FileChange.Action.UPDATED : FileChange.Action.REFUSED;
    Optional<String> reason = good.get() ? Optional.empty() : Optional.of("no \"manifest\"\t");
    return new ReloadReport(
        List.of(
            new FileChange(
                "load.jar", Optional.of("org.example.load"), Optional.of("1.2.3"), action, reason)),
        new FakeEngine().collectors().subList(0, 1),
        Duration.ofMillis(80));
  }

  @Override
  public FileChange restart(String collector) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PluginFile> files() {
    return List.of(
        new PluginFile(
                "load.jar",
                Optional.of("org.example.load"),
                Optional.of("1.2.3"),
                FileState.RUNNING,
                Optional.empty(),
                OptionalLong.of(7),
                Optional.of("1.2.3"))
            .withUsers(List.of("user.jar")),
        new PluginFile(
                "x<y>.jar",
                Optional.empty(),
                Optional.empty(),
                FileState.INVALID,
                Optional.of("it is <no> ZIP"),
                OptionalLong.empty(),
                Optional.empty())
            .withNextTry(Optional.of(Instant.EPOCH)));
  }

  @Override
  public CompletionStage<Void> ready() {
    return becomesReady;
  }

  @Override
  public boolean isReady() {
    return becomesReady.isDone();
  }
}
