/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.bridge.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Eta;
import io.sonoflow.Monitor;
import io.sonoflow.legacy.window.WindowMonitor;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.log.LogService;
import org.scijava.task.TaskService;

class MonitorsTest {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
	private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

	private List<String> lines() {
		return bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

	@Test
	void timeLeftIsJudgedByTheStagesOwnPace() {
		final Eta eta = new Eta();
		assertTrue(Double.isNaN(eta.secondsLeft("fold 1", 0, 100, 0)));
		assertEquals(30, eta.secondsLeft("fold 1", 25, 100, 10_000_000_000L), 1e-9);
		assertTrue(Double.isNaN(eta.secondsLeft("fold 2", 40, 100, 20_000_000_000L)));
		assertEquals(50, eta.secondsLeft("fold 2", 50, 100, 30_000_000_000L), 1e-9);
		assertEquals("8 s", Eta.format(8.2));
		assertEquals("3 min 20 s", Eta.format(200));
		assertEquals("1 h 05 min", Eta.format(3900));
	}

	/** Training 1 of 4 was done before; then each of the others takes 10 s, of which its own stage tells. */
	@Test
	void timeLeftOfStagesWithinAStageIsThatOfTheOuterOne() {
		final Eta eta = new Eta();
		final long second = 1_000_000_000L;
		eta.secondsLeft("trainings", 0, 4, 0);
		eta.secondsLeft("trainings", 1, 4, second);
		assertTrue(Double.isNaN(eta.secondsLeft("training 2", 0, 10, 2 * second)));
		assertEquals(5, eta.secondsLeft("training 2", 5, 10, 7 * second), 1e-9);
		assertEquals("5 s left", eta.describe(5));
		assertEquals(20, eta.secondsLeft("trainings", 2, 4, 12 * second), 1e-9);
		assertEquals("20 s left in all", eta.describe(20));
		assertEquals(15, eta.secondsLeft("training 3", 5, 10, 17 * second), 1e-9);
		assertEquals(15, eta.secondsLeft("testing training 3", 0, 10, 17 * second), 1e-9);
		assertEquals(0, eta.secondsLeft("trainings", 4, 4, 32 * second), 1e-9);
		assertTrue(Double.isNaN(eta.secondsLeft("tables", 0, 3, 33 * second)));
	}

	@Test
	void linesOfProgressKeepTheirPause() {
		final AtomicLong clock = new AtomicLong();
		final LineMonitor monitor = new LineMonitor("Train", out, clock::get);
		monitor.value("loss", 1, 0.5);
		for (int i = 0; i <= 100; i++) {
			clock.addAndGet(LineMonitor.PAUSE / 20);
			monitor.progress("epoch", i, 100);
		}
		assertEquals(5, lines().size(), lines().toString());
		assertEquals("Train: epoch 19/100, 20 s left, loss 0.5", lines().get(0));
		monitor.warn("odd");
		monitor.message("done");
		assertEquals(List.of("Train: WARNING: odd", "Train: done"), lines().subList(5, 7));
	}

	@Test
	void curvesOfStagesThatAreOverAreNotRepeated() {
		final AtomicLong clock = new AtomicLong();
		final LineMonitor monitor = new LineMonitor("Train", out, clock::get);
		for (final String stage : List.of("fold 1", "fold 2")) {
			clock.addAndGet(2 * LineMonitor.PAUSE);
			monitor.value("loss " + stage, 1, 0.5);
			monitor.progress(stage, 1, 1);
		}
		assertEquals(List.of("Train: fold 1 1/1, loss 0.5", "Train: fold 2 1/1, loss 0.5"), lines());
	}

	@Test
	void jsonLinesCanBeReadBack() {
		final Monitor monitor = new JsonMonitor("Train", out);
		monitor.message("a \"quoted\" line");
		monitor.progress("epoch", 1, 4);
		monitor.axes("loss", "epoch", "loss (nats)");
		monitor.value("loss", 3, Double.NaN);
		final List<JsonObject> events = lines().stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
		assertEquals("a \"quoted\" line", events.get(0).get("text").getAsString());
		assertEquals(4, events.get(1).get("total").getAsLong());
		assertEquals("NaN", events.get(2).get("y").getAsString());
		assertEquals("epoch, loss (nats)", events.get(2).get("xaxis").getAsString() + ", " + events.get(2).get("yaxis")
			.getAsString());
		for (final JsonObject event : events)
			assertEquals("Train", event.get("command").getAsString());
	}

	@Test
	void onlyWhoWantsWindowsGetsThemBesideImageJsOwn() {
		try (Context context = new Context(TaskService.class, LogService.class)) {
			final TaskService tasks = context.service(TaskService.class);
			final LogService log = context.service(LogService.class);
			try (FrameMonitor menu = Monitors.beside("T", tasks, log, true);
					FrameMonitor script = Monitors.beside("T", tasks, log, false))
			{
				assertInstanceOf(WindowMonitor.class, menu.target());
				assertInstanceOf(TaskMonitor.class, script.target());
			}
		}
		for (final boolean windows : new boolean[] { true, false })
			try (FrameMonitor interactive = Monitors.open("T", null, windows, true);
					FrameMonitor none = Monitors.open("T", null, windows, false))
			{
				assertEquals(windows ? WindowMonitor.class : LineMonitor.class, interactive.target().getClass());
				assertInstanceOf(LineMonitor.class, none.target());
			}
	}

	@Test
	void cancellingWorksFromBothSidesAndTheEndIsTold() {
		final AtomicBoolean stop = new AtomicBoolean();
		final AtomicBoolean ended = new AtomicBoolean();
		final AtomicBoolean target = new AtomicBoolean();
		try (FrameMonitor monitor = new FrameMonitor(new Monitor() {

			@Override
			public boolean isCancelled() {
				return target.get();
			}
		}, () -> ended.set(true))) {
			assertFalse(monitor.isCancelled());
			monitor.stopWhen(stop::get);
			stop.set(true);
			assertTrue(monitor.isCancelled());
			stop.set(false);
			target.set(true);
			assertTrue(monitor.isCancelled());
		}
		assertTrue(ended.get());
	}
}
