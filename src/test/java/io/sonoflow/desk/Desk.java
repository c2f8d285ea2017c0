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
package io.sonoflow.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.AWTException;
import java.awt.Rectangle;
import java.awt.Robot;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

/**
 * A screen of 1366 x 768 pixels that nobody sees (Xvfb), and programs that open real windows on it. A test that needs it is
 * skipped, and says so, where there is no Xvfb; with {@code -Ddesk=required} it fails.
 */
public final class Desk {

	/** The size that dialogs must fit. */
	public static final int WIDTH = 1366;
	public static final int HEIGHT = 768;

	private static final String REQUIRED = "required";
	private static final long MINUTES = 3;
	private static String display;

	private Desk() {
	}

	/**
	 * Runs a class of the tests with windows, in a process of its own; skips the test where there is no screen.
	 *
	 * @param type has a main method that throws, or exits with a code other than 0, if it did not see what it should
	 * @param folder working folder, with the preferences and the log
	 * @param arguments of the main method
	 * @return what it wrote
	 */
	public static String run(final Class<?> type, final Path folder, final String... arguments) throws IOException,
		InterruptedException
	{
		// The process works in another folder.
		final String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(
			each -> Path.of(each).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
		final List<String> command = new ArrayList<>(List.of("-cp", classes, type.getName()));
		command.addAll(List.of(arguments));
		return java(folder, command);
	}

	/**
	 * The same with another class path, such as a folder of plugins has.
	 *
	 * @param command arguments of java: options, class path, class, its arguments
	 */
	public static String java(final Path folder, final List<String> command) throws IOException, InterruptedException {
		final String screen = display();
		final Path log = folder.resolve("desk.log");
		final List<String> whole = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-Djava.util.prefs.userRoot=" +
				folder.resolve("prefs")));
		whole.addAll(command);
		final ProcessBuilder builder = new ProcessBuilder(whole).directory(folder.toFile()).redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().put("DISPLAY", screen);
		// There is no window manager: else Java waits for one, and is mistaken about where its windows are.
		builder.environment().put("_JAVA_AWT_WM_NONREPARENTING", "1");
		builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
		final Process process = builder.start();
		final boolean over = process.waitFor(MINUTES, TimeUnit.MINUTES);
		if (!over) process.destroyForcibly().waitFor();
		final String text = Files.readString(log);
		assertEquals(0, over ? process.exitValue() : -1, over ? text : "Not over after " + MINUTES + " minutes:\n" + text);
		return text;
	}

	/** {@return the name of the screen, opened with the first test that asks} */
	private static synchronized String display() throws IOException {
		if (display != null) return display;
		final Process xvfb;
		try {
			xvfb = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", WIDTH + "x" + HEIGHT + "x24", "-nolisten", "tcp")
				.redirectError(ProcessBuilder.Redirect.DISCARD).start();
		}
		catch (final IOException e) {
			if (REQUIRED.equals(System.getProperty("desk"))) throw e;
			assumeTrue(false, "No window was tested: there is no Xvfb. Install Debian's package xvfb.");
			throw e;
		}
		Runtime.getRuntime().addShutdownHook(new Thread(xvfb::destroy));
		final BufferedReader number = new BufferedReader(new InputStreamReader(xvfb.getInputStream(), StandardCharsets.UTF_8));
		final String line = number.readLine();
		if (line == null) throw new IOException("Xvfb ended without a screen.");
		display = ":" + line;
		return display;
	}

	/** Takes a picture of the whole screen, to be looked at: called in the program with windows. */
	public static void shot(final Path png) throws IOException, AWTException {
		Files.createDirectories(png.toAbsolutePath().getParent());
		ImageIO.write(new Robot().createScreenCapture(new Rectangle(WIDTH, HEIGHT)), "png", png.toFile());
	}
}
