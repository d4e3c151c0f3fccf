package org.metricbay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.ConfigFile;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.FolderProblem;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.ReloadReport;
import org.metricbay.core.deploy.UnknownPluginException;

class MetricCommandsTest {
  private static final CollectorStatus LOAD =
      new CollectorStatus(
          "load",
          "Load average.",
          new BundleInfo(7, "org.example.load", "1.0.0", "ACTIVE"),
          CollectorState.OK,
          Optional.of(Duration.ofMillis(1)),
          Optional.empty(),
          1);

  private final Status status = new Status();
  private final MetricCommands commands = new MetricCommands(new Engine(), new Folder(), status);

  private static final class Status implements AgentStatus {
    private final List<ConfigFile> files = new ArrayList<>();
    private int readings;

    @Override
    public List<ConfigFile> configFiles() {
      return files;
    }

    @Override
    public List<FolderProblem> folderProblems() {
      return List.of();
    }

    @Override
    public void readConfiguration() {
      readings++;
    }
  }

  private static final class Engine implements CollectionEngine {
    @Override
    public Snapshot collect(CollectRequest request) throws UnknownCollectorException {
      if (!request.only().contains("load")) {
        throw new UnknownCollectorException(request.only().iterator().next(), List.of("load"));
      }
      List<MetricFamily> families = List.of(MetricFamily.gauge("load1", "L.").sample(2).build());
      return new Snapshot(families, List.of(new CollectorResult(LOAD, families)));
    }

    @Override
    public void collect(
        CollectRequest request, BiConsumer<@Nullable Snapshot, @Nullable Throwable> then) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Executor threads() {
      return Runnable::run;
    }

    @Override
    public void afterwards(Runnable work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<CollectorStatus> collectors() {
      return List.of(LOAD);
    }
  }

  private static final class Folder implements Deployer {
    private static FileChange change(FileChange.Action action, Optional<String> reason) {
      return new FileChange(
          "load.jar", Optional.of("org.example.load"), Optional.of("1.0.0"), action, reason);
    }

    @Override
    public ReloadReport reload() {
      return new ReloadReport(
          List.of(change(FileChange.Action.REFUSED, Optional.of("it is empty"))),
          List.of(LOAD),
          Duration.ofMillis(3));
    }

    @Override
    public FileChange restart(String name) throws UnknownPluginException {
      if (!name.equals("load")) {
        throw new UnknownPluginException("there is no '" + name + "'");
      }
      return change(FileChange.Action.RESTARTED, Optional.empty());
    }

    @Override
    public List<PluginFile> files() {
      return List.of();
    }

    @Override
    public CompletionStage<Void> ready() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public boolean isReady() {
      return true;
    }
  }

  @Test
  void listShowsThePlugins() {
    assertThat(commands.list())
        .isEqualTo(
            """
            PLUGIN  STATE  SERIES    TIME  ID  BUNDLE                  DESCRIPTION OR ERROR
            load    OK          1  1.0 ms   7  org.example.load 1.0.0  Load average.""");
  }

  @Test
  void listAndReloadShowTheConfigurationThatWasRefused() {
    status.files.add(new ConfigFile("metricbay.cpu.cfg", Optional.empty(), Optional.empty()));
    assertThat(commands.list()).doesNotContain("cfg");
    status.files.add(
        new ConfigFile(
            "metricbay.disk.cfg",
            Optional.of("line 3 is not of the form key = value"),
            Optional.of("the defaults are in force")));
    assertThat(commands.list())
        .endsWith(
            """

            CONFIGURATION       PROBLEM                                WHAT NOW
            metricbay.disk.cfg  line 3 is not of the form key = value  the defaults are in force""");
    assertThat(commands.reload()).contains("metricbay.disk.cfg").endsWith("see the reasons above.");
    assertThat(status.readings).isEqualTo(1);
  }

  @Test
  void showCollects() {
    assertThat(commands.show("load"))
        .isEqualTo(
            """
            load: Load average.
            OK, 1 series in 1.0 ms; bundle org.example.load 1.0.0
              load1  2""");
  }

  @Test
  void unknownNamesAreAnsweredInWords() {
    assertThat(commands.show("nope"))
        .isEqualTo("there is no collector 'nope': metric:list shows those that there are");
    assertThat(commands.restart("nope")).isEqualTo("there is no 'nope'");
    assertThat(commands.restart("nope", "load"))
        .isEqualTo("there is no 'nope'\nload.jar: RESTARTED, version 1.0.0");
  }

  @Test
  void whatIsMissingIsAskedFor() {
    assertThat(commands.show()).startsWith("say which: metric:show NAME");
    assertThat(commands.restart()).startsWith("say which: metric:restart NAME");
  }

  @Test
  void reloadSaysWhatWasDoneAndWhetherItIsGood() {
    assertThat(commands.reload())
        .startsWith(
            """
            FILE      ACTION   VERSION  REASON
            load.jar  REFUSED  1.0.0    it is empty

            PLUGIN""")
        .endsWith("\nNot all is well: see the reasons above.");
  }

  @Test
  void restartSaysWhatWasDone() {
    assertThat(commands.restart("load")).isEqualTo("load.jar: RESTARTED, version 1.0.0");
  }
}
