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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import io.sonoflow.Children;
import io.sonoflow.legacy.launch.Launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file in macros/ runs to its end, at sizes that say nothing but that it does. */
class MacrosTest {

	private static final Path MACROS = Path.of("macros");

	/** One table shares its encoders and its start with the others, as users are told. */
	private static final String TABLES = "patients=5,testes=5,thyroids=3,size=32,seeds=1,folds=2,batch=4," +
		"steps=1,presteps=1,prebatch=4";

	@TempDir
	private static Path tmp;

	/** A macro's arguments, and a file that it must have written last. */
	private record Case(String arguments, String result) {
	}

	/** By the macro's name, in the order in which they run. */
	private static Map<String, Case> cases() {
		final Map<String, Case> cases = new LinkedHashMap<>();
		cases.put("Sonoflow_Demo.ijm", new Case("sample-data," + tmp + "/demo,quick", "demo/report/report.html"));
		cases.put("Table_6_2.ijm", table("table_6_2", ""));
		cases.put("Table_6_3.ijm", table("table_6_3", ""));
		cases.put("Table_6_4.ijm", table("table_6_4", ",count=6,samplersteps=6,start=0.85"));
		cases.put("Table_3_1.ijm", table("table_3_1", ",method=spikes,unit=view,judgeseeds=1,judgefolds=2,judgeepochs=3"));
		cases.put("Figure_6_1.ijm", new Case("out=" + tmp +
			"/figure,patients=6,size=64,folds=2,seeds=1,epochs=1,batch=8,kinds=plus;dot", "figure/report/report.html"));
		cases.put("Phantom_Model.ijm", new Case(tmp + "/model,patients=1,steps=1,batch=1", "model/model/model.safetensors"));
		cases.put("Real_Images.ijm", new Case(tmp + "/data," + tmp +
			"/real,size=32,epochs=1,batch=4,folds=2,seeds=1,count=1", "real/report/report.html"));
		cases.put("Lung_Blues.ijm", new Case("data=" + tmp + "/lungs,out=" + tmp +
			"/lungblues,tasks=binary,arms=scratch_mean;pairs_gated,size=32,frames=3,folds=2,seeds=1,steps=1,batch=2,bags=2," +
			"presteps=1,prebatch=4,draws=20,backbone=vit-tiny16", "lungblues/figures.csv"));
		cases.put("Doppler.ijm", new Case("out=" + tmp + "/doppler,patients=2,testpatients=1,frames=4,squares=32,base=8,batch=2," +
			"steps=2,window=3,judged=2,judgesteps=1,segsteps=1,backbone=vit-tiny16", "doppler/report/report.html"));
		cases.put("Renal.ijm", new Case("out=" + tmp +
			"/renal,patients=4,testpatients=3,others=3,size=32,folds=2,steps=1,presteps=1," +
			"prebatch=4,batch=4,maps=1", "renal/report/report.html"));
		cases.put("Table_8_1.ijm", new Case("out=" + tmp + "/organs,patients=20,maskedpatients=5,size=32,segsize=32,widths=4;8;8," +
			"steps=1,segsteps=1,batch=4,seeds=1,arms=unet_film;resnet", "organs/table_8_1/comparison.csv"));
		// The figures' model is the table's.
		cases.put("Table_8_2.ijm", new Case("out=" + tmp + "/segmented,patients=5,testpatients=5,size=32,widths=4;8,steps=1," +
			"batch=4,validation=0,seeds=1,draws=10,arms=film;film_post", "segmented/effects_8_2.csv"));
		cases.put("Figure_8_1.ijm", new Case("out=" + tmp + "/organfigure,model=" + tmp +
			"/segmented/models/film/seed0/model.safetensors,cell=40", "organfigure/figure_8_1.png"));
		cases.put("Figure_8_2.ijm", new Case("out=" + tmp + "/cropfigure,height=40", "cropfigure/figure_8_2.png"));
		cases.put("Figure_8_3.ijm", new Case("out=" + tmp + "/postfigure,rows=1,cell=40,input=" + tmp +
			"/organfigure/phantoms/five/dataset.csv,model=" + tmp + "/segmented/models/film/seed0/model.safetensors",
			"postfigure/figure_8_3.png"));
		cases.put("Figure_3_1.ijm", new Case("out=" + tmp + "/screenfigure", "screenfigure/figure_3_1.png"));
		cases.put("Figure_5_3.ijm", new Case("out=" + tmp + "/markfigure,kinds=plus+dot,columns=2,cell=40",
			"markfigure/figure_5_3.png"));
		// The second of each pair uses the first one's run.
		final String labels = "out=" + tmp + "/labelfigures,patients=6,epochs=2,size=32,seeds=1,folds=2,counts=2;1,batch=8";
		cases.put("Figure_3_2.ijm", new Case(labels, "labelfigures/figure_3_2.png"));
		cases.put("Figure_3_3.ijm", new Case(labels, "labelfigures/figure_3_3.png"));
		final String kept = "out=" + tmp + "/syntheticfigures,patients=4,count=6,samplersteps=2,presteps=1,sweep=1;2";
		cases.put("Figure_4_4.ijm", new Case(kept, "syntheticfigures/figure_4_4.png"));
		cases.put("Figure_4_5.ijm", new Case(kept, "syntheticfigures/figure_4_5.png"));
		cases.put("Conditioned.ijm", new Case("out=" + tmp + "/conditioned,patients=12,size=32,folds=2,seeds=1,steps=1,batch=4," +
			"samplersteps=8,times=1,surplus=1,k=7,backbone=vit-tiny16,copies=report,features=" + tmp +
			"/syntheticfigures/encoder/encoder.safetensors", "conditioned/conditioned/comparison.csv"));
		cases.put("Seen_Start.ijm", new Case("out=" + tmp + "/seenstart,patients=4,size=32,folds=2,seeds=1,steps=1,batch=4," +
			"presteps=1,prebatch=4,backbone=vit-tiny16", "seenstart/seenstart/comparison.csv"));
		return cases;
	}

	private static Case table(final String name, final String more) {
		return new Case(TABLES + ",out=" + tmp + "/tables" + more, "tables/" + name + "/comparison.csv");
	}

	@Test
	void everyMacroHasItsCase() throws IOException {
		try (Stream<Path> files = Files.list(MACROS)) {
			final Set<String> found = files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(
				TreeSet::new));
			assertEquals(new TreeSet<>(cases().keySet()), found);
		}
	}

	@TestFactory
	Stream<DynamicTest> runToTheirEnd() {
		return cases().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
			if (entry.getKey().startsWith("Real")) scanners(tmp.resolve("data"));
			if (entry.getKey().startsWith("Lung")) lungs(tmp.resolve("lungs"));
			final String output = launch(MACROS.resolve(entry.getKey()).toString(), entry.getValue().arguments());
			assertTrue(output.startsWith("0\n"), output);
			assertTrue(Files.size(tmp.resolve(entry.getValue().result())) > 0, entry.getValue().result());
		}));
	}

	/**
	 * In a JVM of its own, as users run it: from the second macro of a JVM on, ImageJ without a screen loses count of the
	 * images that a macro opens.
	 *
	 * @return the exit code, a line's end and the output
	 */
	private static String launch(final String macro, final String arguments) throws IOException, InterruptedException {
		final Path log = tmp.resolve("log.txt");
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx2g", Children.QUICK, "-Djava.util.prefs.userRoot=" +
				tmp.resolve("prefs"), "-cp", System.getProperty("java.class.path"), Launcher.class.getName(), macro, arguments)
					.redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().put("LC_ALL", "C.UTF-8");
		builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
		final Process process = builder.start();
		try {
			assertTrue(process.waitFor(10, TimeUnit.MINUTES), "It hangs: " + Files.readString(log));
		}
		finally {
			process.destroyForcibly();
		}
		return process.exitValue() + "\n" + Files.readString(log);
	}

	/** What Real_Images expects, drawn from phantoms: screens of five sources, those of lungs with their two labels. */
	private static void scanners(final Path data) throws IOException {
		for (final String source : List.of("muscle_timtrack", "plus_testimages", "breast_busbra", "nerve_usgra",
			"lung_pocus"))
		{
			final Path folder = data.resolve(source);
			final boolean lung = source.startsWith("lung");
			assertEquals(0, Launcher.launch(System.out, System.err, "--run", "Make Phantoms...", "output=[" + folder +
				"] inhomogeneous=0.5 patients=" + (lung ? 4 : 1)));
			final Path table = folder.resolve("dataset.csv");
			if (lung) Files.writeString(table, Files.readString(table).replace("inhomogeneous", "pathological").replace(
				"homogeneous", "healthy"));
		}
	}

	/** What Lung_Blues expects, of noise: a clip of each of eight patients, two of each severity, and as many images of others. */
	private static void lungs(final Path data) throws IOException {
		final StringBuilder clips = new StringBuilder("image,patient,label,organ\n");
		final StringBuilder images = new StringBuilder("image,patient,label,organ\n");
		for (final String folder : List.of("lung_blues", "lung_pocus"))
			Files.createDirectories(data.resolve(folder));
		for (int i = 0; i < 8; i++) {
			noise(data.resolve("lung_blues/clip" + i + ".tif"), 4, i);
			clips.append("clip").append(i).append(".tif,A").append(i).append(',').append(i / 2).append(",lung\n");
			noise(data.resolve("lung_pocus/image" + i + ".tif"), 1, 8 + i);
			images.append("image").append(i).append(".tif,B").append(i).append(",,lung\n");
		}
		Files.writeString(data.resolve("lung_blues/dataset.csv"), clips);
		Files.writeString(data.resolve("lung_pocus/dataset.csv"), images);
	}

	private static void noise(final Path file, final int frames, final int seed) {
		final ImagePlus picture = IJ.createImage("noise", "8-bit black", 40, 40, frames);
		for (int frame = 1; frame <= frames; frame++)
			new Random(100 * seed + frame).nextBytes((byte[]) picture.getStack().getPixels(frame));
		IJ.saveAsTiff(picture, file.toString());
	}

	/** With a wrong argument a macro says what it wants instead of running for hours with its defaults. */
	@Test
	void wrongArgumentsAreRefused() {
		for (final List<String> wrong : List.of(List.of("Table_6_2.ijm", "out=" + tmp + "/wrong,patient=6"), List.of(
			"Figure_6_1.ijm", "out=" + tmp + "/wrong,patient=6"), List.of("Renal.ijm", "out=" + tmp +
				"/wrong,patient=6"), List.of("Table_8_1.ijm", "out=" + tmp + "/wrong,patient=6"), List.of("Table_8_2.ijm", "out=" + tmp +
				"/wrong,patient=6"), List.of("Figure_8_1.ijm", "out=" + tmp + "/wrong,patient=6"), List.of("Lung_Blues.ijm", "out=" + tmp +
					"/wrong,data=" + tmp), List.of("Real_Images.ijm", tmp + "/missing"), List.of("Phantom_Model.ijm", "")))
			assertEquals(1, Launcher.launch(System.out, System.err, MACROS.resolve(wrong.get(0)).toString(), wrong.get(1)), wrong
				.toString());
		for (final String wrong : List.of("kinds=circle;star", "columns=x")) {
			assertEquals(1, Launcher.launch(System.out, System.err, MACROS.resolve("Figure_5_3.ijm").toString(), "out=" + tmp +
				"/unwritten," + wrong), wrong);
			assertFalse(Files.exists(tmp.resolve("unwritten")), wrong);
		}
	}

	/** A call whose value a command refused is mended in the same folder: it has no results yet. */
	@ParameterizedTest
	@ValueSource(strings = { "Renal", "Table_8_1", "Table_8_2", "Table_6_2", "Table_6_3", "Table_6_4", "Table_3_1", "Figure_6_1",
		"Figure_3_2" })
	void aRefusedCallDoesNotStandInTheWay(final String name) {
		for (final String patients : List.of("0", "-1")) {
			final ByteArrayOutputStream errors = new ByteArrayOutputStream();
			assertEquals(1, Launcher.launch(System.out, new PrintStream(errors, true, StandardCharsets.UTF_8), MACROS.resolve(name +
				".ijm").toString(), "out=" + tmp + "/refused_" + name + ",patients=" + patients));
			final String text = errors.toString(StandardCharsets.UTF_8);
			assertTrue(text.contains("patients=" + patients + " is out of range"), text);
			assertTrue(Files.exists(tmp.resolve("refused_" + name).resolve("settings.txt")));
		}
	}

	/**
	 * Without an argument each goes as far as its first command, with what split gives of an empty text: one empty text in
	 * ImageJ, no text at all in Fiji. Three need something, and say what.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "newArray(0)", "newArray(\"\")" })
	void withoutArgumentsEachReachesItsFirstCommand(final String split) throws IOException {
		final Map<String, String> needs = Map.of("Phantom_Model.ijm", "give a folder to work in", "Real_Images.ijm",
			"Give the folder of your images", "Lung_Blues.ijm", "holds no lung_blues/");
		final String asked = "split(getArgument(), \",\")";
		final Path reached = Files.createDirectories(tmp.resolve("bare")).resolve("reached.txt");
		for (final String name : cases().keySet()) {
			Files.deleteIfExists(reached);
			final String code = Files.readString(MACROS.resolve(name));
			assertTrue(code.contains(asked), name);
			final Path macro = Files.writeString(tmp.resolve("bare").resolve(name), code.replace(asked, split).replaceAll("\\brun\\(",
				"called(").replaceAll("\\bexit\\(", "told(").replace("\"target/", "\"" + tmp + "/bare/").replace("../shared", tmp +
					"/none") + "\nfunction told(text) { File.saveString(text, \"" + reached + "\"); exit(); }\n" +
				"function called(label, keys) { told(label); }\n");
			assertEquals(1, Launcher.launch(System.out, System.err, macro.toString()), name);
			final String text = Files.exists(reached) ? Files.readString(reached) : "nothing";
			assertTrue(text.contains(needs.getOrDefault(name, "...")), name + " reached " + text);
		}
	}
}
