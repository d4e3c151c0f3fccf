package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LibraryThreadsTest {
  private static final String CONFIGURATION = "org.apache.felix.configadmin";

  private final LibraryThreads threads = new LibraryThreads();
  private final List<Named> started = new ArrayList<>();

  /** A thread with such a name. */
  private static final class Named {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    Named(String name) {
      thread = new Thread(this::await, name);
      thread.setDaemon(true);
      thread.start();
    }

    private void await() {
      try {
        end.await();
      } catch (InterruptedException e) {
        // It ends, then.
      }
    }

    void end() throws InterruptedException {
      end.countDown();
      thread.join();
    }
  }

  private Named start(String name) {
    Named thread = new Named(name);
    started.add(thread);
    return thread;
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Named thread : started) {
      thread.end();
    }
  }

  @Test
  void allIsWellWhileTheyLive() {
    start("CM Event Dispatcher");
    start("SCR Component Actor");
    threads.find();
    for (int i = 0; i < 10; i++) {
      threads.look();
    }
    assertThat(threads.isToBeMended()).isFalse();
    assertThat(threads.isOver()).isFalse();
    assertThat(threads.menders()).isEmpty();
  }

  @Test
  void oneThatNobodyMakesAgainIsMissedHoweverOftenTheyAreFound() throws InterruptedException {
    Named dispatcher = start("CM Event Dispatcher");
    start("CM Configuration Updater");
    threads.find();
    dispatcher.end();
    for (int i = 0; i < 5; i++) {
      assertThat(threads.isOver()).isFalse();
      threads.look();
      assertThat(threads.isToBeMended()).isTrue();
      threads.find();
      assertThat(threads.menders()).contains(CONFIGURATION);
    }
    assertThat(threads.isOver()).isTrue();
    assertThat(new String(threads.theDead(), StandardCharsets.US_ASCII))
        .isEqualTo("CM Event Dispatcher");
  }

  /** As when a plugin interrupts all threads. */
  @Test
  void manyAreMendedAtOnceAndEachHasItsTime() throws InterruptedException {
    Named dispatcher = start("CM Event Dispatcher");
    Named log = start("FelixLogListener");
    Named watcher = start("fileinstall-deploy");
    threads.find();
    dispatcher.end();
    log.end();
    for (int i = 0; i < 4; i++) {
      threads.look();
      threads.find();
    }
    assertThat(threads.menders()).containsExactlyInAnyOrder(CONFIGURATION, "org.apache.felix.log");
    start("CM Event Dispatcher");
    start("FelixLogListener");
    watcher.end();
    for (int i = 0; i < 4; i++) {
      threads.find();
      threads.look();
      assertThat(threads.isToBeMended()).isTrue();
      assertThat(threads.isOver()).as("look " + i).isFalse();
    }
    assertThat(threads.menders()).containsExactly("org.apache.felix.fileinstall");
  }

  @Test
  void oneThatIsMadeAgainIsMissedNoMore() throws InterruptedException {
    Named dispatcher = start("CM Event Dispatcher");
    threads.find();
    dispatcher.end();
    threads.look();
    assertThat(threads.menders()).contains(CONFIGURATION);
    start("CM Event Dispatcher");
    threads.find();
    assertThat(threads.menders()).isEmpty();
    threads.look();
    assertThat(threads.isToBeMended()).isFalse();
  }

  /** A bundle that was started again may have a thread that is still ending. */
  @Test
  void oneThatEndsBesideItsSuccessorIsNotMissed() throws InterruptedException {
    Named former = start("CM Event Dispatcher");
    start("CM Event Dispatcher");
    threads.find();
    former.end();
    threads.look();
    threads.find();
    assertThat(threads.menders()).isEmpty();
    threads.look();
    assertThat(threads.isToBeMended()).isFalse();
  }

  @Test
  void theFrameworksOwnCannotBeMended() throws InterruptedException {
    Named wiring = start("FelixFrameworkWiring");
    threads.find();
    wiring.end();
    threads.look();
    assertThat(threads.isToBeMended()).isTrue();
    assertThat(threads.menders()).isEmpty();
  }

  @Test
  void thePromptIsMendedAFewTimesAndTheAgentGoesOnWithoutIt() throws InterruptedException {
    Named prompt = start("Gogo shell");
    Named dispatcher = start("CM Event Dispatcher");
    threads.find();
    prompt.end();
    for (int i = 0; i < 5; i++) {
      threads.look();
      assertThat(threads.isToBeMended()).as("look " + i).isTrue();
      threads.find();
      assertThat(threads.menders()).containsExactly("org.apache.felix.gogo.jline");
    }
    threads.look();
    assertThat(threads.isOver()).isFalse();
    assertThat(threads.isToBeMended()).isFalse();
    assertThat(threads.menders()).isEmpty();

    dispatcher.end();
    for (int i = 0; i < 5; i++) {
      assertThat(threads.isOver()).isFalse();
      threads.look();
    }
    assertThat(threads.isOver()).isTrue();
  }
}
