package org.metricbay.http.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.http.webconfig.Login.Answer;

class LoginTest {
  /** Of "metricbay". */
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuunqv6HtGEECxQ1D7I2qe2YFLYsDuqZUS";

  private static final Map<String, String> USERS = Map.of("alice", HASH, "bärbel", HASH);
  private static final long PATIENCE_SECONDS = 10;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private static Optional<String> basic(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  @Test
  void theRightPasswordPasses() {
    Login login = new Login();
    assertThat(login.check(USERS, basic("alice:metricbay"))).isEqualTo(Answer.PASS);
    assertThat(login.check(USERS, basic("bärbel:metricbay"))).isEqualTo(Answer.PASS);
    assertThat(login.check(USERS, basic("alice:metricbay").map(h -> h.replace("Basic", "bASIC"))))
        .isEqualTo(Answer.PASS);
    assertThat(login.check(Map.of(), Optional.empty())).isEqualTo(Answer.PASS);
  }

  @Test
  void everythingElseIsRefused() {
    Login login = new Login();
    assertThat(login.check(USERS, Optional.empty())).isEqualTo(Answer.REFUSED);
    for (String wrong :
        List.of("alice:Metricbay", "alice:", "alice", ":metricbay", "", "Alice:metricbay")) {
      assertThat(login.check(USERS, basic(wrong))).as(wrong).isEqualTo(Answer.REFUSED);
    }
    // Right for the hash by which unknown users are judged, but there is no such user.
    assertThat(login.check(USERS, basic("mallory:metricbay"))).isEqualTo(Answer.REFUSED);
    assertThat(login.check(USERS, basic("mallory:metricbay"))).isEqualTo(Answer.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic", "Basic ", "Basic *", "Bearer YTpi", "Basic /////w==", "Basic\tYTpi"})
  void oddHeadersAreRefused(String header) {
    assertThat(new Login().check(USERS, Optional.of(header))).isEqualTo(Answer.REFUSED);
    assertThat(new Login().check(USERS, Optional.of("Basic " + "A".repeat(9_000))))
        .isEqualTo(Answer.REFUSED);
  }

  @Test
  void eachPasswordIsJudgedOnceAndAnUnknownUserLikeAKnownOne() {
    List<Integer> costs = new ArrayList<>();
    Login login =
        new Login(
            (hash, password) -> {
              costs.add(hash.cost());
              return hash.matches(password);
            });
    for (int i = 0; i < 3; i++) {
      login.check(USERS, basic("alice:metricbay"));
      login.check(USERS, basic("alice:wrong"));
      login.check(USERS, basic("mallory:wrong"));
    }
    assertThat(costs).containsExactly(5, 5, 5);
  }

  @Test
  void aNewHashCountsAtOnce() {
    Login login = new Login();
    assertThat(login.check(USERS, basic("alice:metricbay"))).isEqualTo(Answer.PASS);
    String other = "$2y$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq";
    assertThat(login.check(Map.of("alice", other), basic("alice:metricbay")))
        .isEqualTo(Answer.REFUSED);
    // Alice is gone; her name is judged by Bob's hash, which is the one that she had.
    assertThat(login.check(Map.of("bob", HASH), basic("alice:metricbay")))
        .isEqualTo(Answer.REFUSED);
  }

  @Test
  void guessesNeitherPushOutTheRightAnswerNorFillMemory() {
    AtomicInteger judged = new AtomicInteger();
    Login login =
        new Login(
            (hash, password) -> {
              judged.incrementAndGet();
              return new String(password, StandardCharsets.UTF_8).equals("metricbay");
            });
    login.check(USERS, basic("alice:metricbay"));
    for (int i = 0; i < 1_000; i++) {
      login.check(USERS, basic("alice:" + i));
    }
    assertThat(login.check(USERS, basic("alice:metricbay"))).isEqualTo(Answer.PASS);
    assertThat(judged).hasValue(1_001);
    Verdicts verdicts = new Verdicts();
    for (int i = 0; i < 1_000; i++) {
      verdicts.put(verdicts.key(true, "u" + i, HASH, new byte[0]), i % 2 == 0);
    }
    assertThat(verdicts.size()).isEqualTo(200);
  }

  @Test
  void digestsTellPartsApartAndDifferFromProcessToProcess() {
    Verdicts verdicts = new Verdicts();
    byte[] b = {'b'};
    assertThat(verdicts.key(true, "a", "b", b)).isEqualTo(verdicts.key(true, "a", "b", b));
    assertThat(verdicts.key(true, "a", "b", b)).isNotEqualTo(verdicts.key(true, "ab", "", b));
    assertThat(verdicts.key(true, "a", "b", b)).isNotEqualTo(verdicts.key(false, "a", "b", b));
    assertThat(verdicts.key(true, "a", "b", b)).isNotEqualTo(new Verdicts().key(true, "a", "b", b));
  }

  @Test
  void guessesOccupyFewThreadsAndAKnownUserWaitsForNone() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Login login =
        new Login(
            (hash, password) -> {
              boolean good = new String(password, StandardCharsets.UTF_8).equals("metricbay");
              if (!good) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                await(gate);
                running.decrementAndGet();
              }
              return good;
            });
    assertThat(login.check(USERS, basic("alice:metricbay"))).isEqualTo(Answer.PASS);
    List<Future<Answer>> guesses = new ArrayList<>();
    CountDownLatch turnedAway = new CountDownLatch(41);
    for (int i = 0; i < 50; i++) {
      Optional<String> guess = basic("alice:guess" + i);
      guesses.add(
          threads.submit(
              () -> {
                Answer answer = login.check(USERS, guess);
                if (answer == Answer.BUSY) {
                  turnedAway.countDown();
                }
                return answer;
              }));
    }
    // All but one that runs and eight that wait come back while the one still runs.
    assertThat(turnedAway.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(login.check(USERS, basic("alice:metricbay"))).isEqualTo(Answer.PASS);
    gate.countDown();
    int refused = 0;
    for (Future<Answer> guess : guesses) {
      refused += guess.get(PATIENCE_SECONDS, TimeUnit.SECONDS) == Answer.REFUSED ? 1 : 0;
    }
    assertThat(refused).isEqualTo(9);
    assertThat(most).hasValue(1);
  }

  private static void await(CountDownLatch gate) {
    try {
      assertThat(gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
