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
package io.sonoflow.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A run as tests need it, here or in a process of its own. */
record Trial(Path output, int size, boolean overwrite, Shard shard, List<Path> inputs) {

	static final String COMMAND = "Trial...";

	/** Parameters of a run. */
	static final class Config extends Parameters {

		@Parameter(label = "Size", description = "Size.")
		public int size;

		@Parameter(label = "Output", description = "Folder.", attrs = @Attr(name = Key.FRAME))
		public File output;

		@Parameter(label = "Overwrite", description = "Whether.", attrs = @Attr(name = Key.FRAME))
		public boolean overwrite;

		@Parameter(label = "Shard", description = "Part.", attrs = @Attr(name = Key.FRAME))
		public String shard;

		Config() {
		}

		Config(final int size, final Path output, final boolean overwrite, final String shard) {
			this.size = size;
			this.output = output.toFile();
			this.overwrite = overwrite;
			this.shard = shard;
		}
	}

	static Trial in(final Path output) {
		return new Trial(output, 1, false, Shard.WHOLE, List.of());
	}

	Trial size(final int other) {
		return new Trial(output, other, overwrite, shard, inputs);
	}

	Trial overwriting() {
		return new Trial(output, size, true, shard, inputs);
	}

	Trial shard(final String other) {
		return new Trial(output, size, overwrite, Shard.parse(other), inputs);
	}

	Trial input(final Path... others) {
		return new Trial(output, size, overwrite, shard, List.of(others));
	}

	<R> R run(final RunFolder.Body<R> body) {
		return RunFolder.execute(new RunFolder.Run(COMMAND, new Config(size, output, overwrite, shard.toString()), output,
			overwrite, inputs, shard), Monitor.NONE, body);
	}

	/** Writes files and ends. */
	void write(final String... names) {
		run(folder -> {
			text(folder, names);
			return null;
		});
	}

	/** Writes files of a shard and puts all together. */
	void merge(final String... names) {
		run(folder -> {
			text(folder, names);
			folder.merged();
			return null;
		});
	}

	/** Writes files and is stopped by the user. */
	void cancel(final String... names) {
		assertThrows(SonoflowException.Cancelled.class, () -> run(folder -> {
			text(folder, names);
			throw new SonoflowException.Cancelled("enough");
		}));
	}

	private static void text(final RunFolder folder, final String... names) {
		for (final String name : names)
			AtomicFiles.writeText(folder.resolve(name), "text");
	}

	/** {@return the message of the refusal, which must touch nothing} */
	String refused(final String... words) throws IOException {
		final String before = picture();
		final String message = assertThrows(SonoflowException.class, () -> write("refused.txt")).getMessage();
		for (final String word : words)
			assertTrue(message.contains(word), message);
		assertTrue(before.equals(picture()), before + picture());
		return message;
	}

	/** {@return all names and contents in the folder} */
	private String picture() throws IOException {
		if (!Files.isDirectory(output)) return "";
		final StringBuilder all = new StringBuilder();
		try (Stream<Path> walk = Files.walk(output)) {
			for (final Path each : walk.filter(file -> !file.endsWith(".run.lock")).sorted().toList())
				all.append(each).append(Files.isRegularFile(each) ? ": " + new String(Files.readAllBytes(each),
					StandardCharsets.ISO_8859_1) : "/").append('\n');
		}
		return all.toString();
	}

	JsonObject record() throws IOException {
		return record("run.json");
	}

	JsonObject record(final String name) throws IOException {
		return JsonParser.parseString(Files.readString(output.resolve(name))).getAsJsonObject();
	}

	String status() throws IOException {
		return record().get("status").getAsString();
	}

	boolean has(final String name) {
		return Files.exists(output.resolve(name));
	}

	/**
	 * Runs it in a process of its own, which writes its files one after the other.
	 *
	 * @param end {@code finish}, {@code halt} = die at once after the last file, {@code torn} = die while writing one more,
	 *          {@code wait} = then wait for ever
	 */
	Process process(final String end, final String... names) throws IOException {
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-cp", System.getProperty("java.class.path"), Trial.class.getName(), output.toString(), "" + size, "" +
				overwrite, shard.toString(), end));
		command.addAll(List.of(names));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
	}

	/** {@return the exit status} */
	static int end(final Process process) {
		try {
			assertTrue(process.waitFor(2, TimeUnit.MINUTES), "hangs");
			return process.exitValue();
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	/** {@return once the file is there} */
	static void await(final Path file) throws InterruptedException {
		for (int i = 0; i < 1200 && !Files.exists(file); i++)
			Thread.sleep(50);
		assertTrue(Files.exists(file), file + " does not appear");
	}

	/** The other process. */
	public static void main(final String[] args) {
		final Trial trial = new Trial(Path.of(args[0]), Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]), Shard.parse(
			args[3]), List.of());
		trial.run(folder -> {
			for (int i = 5; i < args.length; i++)
				text(folder, args[i]);
			if (args[4].equals("halt")) Runtime.getRuntime().halt(9);
			if (args[4].equals("torn")) AtomicFiles.write(folder.resolve("torn.txt"), part -> {
				Files.writeString(part, "half");
				Runtime.getRuntime().halt(9);
			});
			if (args[4].equals("wait")) sleep();
			return null;
		});
	}

	private static void sleep() {
		try {
			Thread.sleep(600_000);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}
}
