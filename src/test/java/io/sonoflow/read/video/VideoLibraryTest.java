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
package io.sonoflow.read.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.read.SampleFiles;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When and from where FFmpeg's libraries are loaded; each in a process of its own. */
class VideoLibraryTest {

	@TempDir
	Path folder;

	private Path clip() throws IOException {
		return Moving.write(folder.resolve("clip.mp4"), ClipCodec.H264, 2, new FrameRate(25, 1));
	}

	private String child(final String without, final List<String> options, final Class<?> main, final Object... args)
		throws IOException, InterruptedException
	{
		final String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(
			jar -> without == null || !Path.of(jar).getFileName().toString().matches(without)).collect(Collectors.joining(
				File.pathSeparator));
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true",
			"-Djava.util.prefs.userRoot=" + folder));
		command.addAll(options);
		command.addAll(List.of("-cp", path, main.getName()));
		Stream.of(args).map(Object::toString).forEach(command::add);
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeAll(List.of("DJL_CACHE_DIR", "ENGINE_CACHE_DIR"));
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return said;
	}

	/** Opens files and says what is in them. */
	public static void main(final String[] files) {
		for (final String file : files)
			try (FrameReader reader = ImageFiles.open(Path.of(file))) {
				System.out.println(reader.frames() + " frames");
			}
			catch (final SonoflowException e) {
				System.out.println(e.getMessage());
			}
	}

	@Test
	void itIsLoadedWhenAClipAsksForIt() throws Exception {
		final Path image = Files.write(folder.resolve("image.png"), SampleFiles.png(8, 0, SampleFiles.levels(0)));
		final List<String> watch = List.of("-Xlog:class+load");
		final String said = child(null, watch, VideoLibraryTest.class, image, clip());
		final int read = said.indexOf("1 frames");
		assertTrue(read > said.indexOf("io.sonoflow.read.video.VideoFormat") && said.contains("2 frames"), said.length() + "");
		assertTrue(said.indexOf("org.bytedeco") > read, "loaded for an image, or not for a clip");
		final String run = child(null, watch, Class.forName("io.sonoflow.legacy.launch.Launcher"), "--run", "Show Data Set...",
			"input=" + image);
		assertTrue(run.contains("io.sonoflow.step.show.ShowDataSet"), run.length() + "");
		assertFalse(run.contains("org.bytedeco"), "loaded for a command on an image");
	}

	@Test
	void itIsUnpackedWhereNobodyElseMayWrite() throws Exception {
		final Path cache = folder.resolve("cache");
		assertTrue(child(null, List.of("-DDJL_CACHE_DIR=" + cache), VideoLibraryTest.class, clip()).contains("2 frames"));
		try (Stream<Path> walk = Files.walk(cache.resolve("ffmpeg"))) {
			assertTrue(walk.anyMatch(path -> path.getFileName().toString().contains("avcodec")));
		}
		if (cache.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve("ffmpeg"))));
			Files.setPosixFilePermissions(cache.resolve("ffmpeg"), PosixFilePermissions.fromString("rwxrwxrwx"));
			final String said = child(null, List.of("-DDJL_CACHE_DIR=" + cache), VideoLibraryTest.class, clip());
			assertTrue(said.contains("everybody may write") && said.contains("DJL_CACHE_DIR"), said);
		}
	}

	/** Another platform, an old system, or a jar that was not copied. */
	@Test
	void withoutItClipsAreRefusedByNameAndTheRestWorks() throws Exception {
		final Path image = Files.write(folder.resolve("image.png"), SampleFiles.png(8, 0, SampleFiles.levels(0)));
		for (final String missing : List.of("ffmpeg-[0-9.-]+-[a-z]+-[a-z0-9_]+[.]jar", "(ffmpeg|javacpp)-.*[.]jar")) {
			final String said = child(missing, List.of("-DDJL_CACHE_DIR=" + folder.resolve("empty")), VideoLibraryTest.class, clip(),
				image);
			assertTrue(said.contains("clip.mp4: it is a video clip, for which FFmpeg's library is needed") && said.contains(
				"glibc 2.35") && said.contains("ffmpeg -i clip"), said);
			assertTrue(said.contains("1 frames"), said);
		}
	}
}
