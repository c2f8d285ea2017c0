package io.sonoflow.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Tables;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Textures;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DenseNet goes the whole way: trained, written, classifying, explained, a start for the next. */
class BackboneTest {

	private static final String NAME = "densenet121";

	@TempDir
	private static Path shared;

	private static Path table;
	private static Path model;

	@TempDir
	private Path folder;

	@BeforeAll
	static void trainOne() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data"), 4, 40);
		model = train(shared.resolve("trained"), null);
	}

	private static Path train(final Path output, final Path weights) {
		return TrainClassifierStep.run(new TrainClassifierStep.Config(table, output, NAME, weights, "even", 64, 1, 8, 1e-4, 1e-3,
			1e-5, 0, 0, "cpu", 5, false), Monitor.NONE).model();
	}

	@Test
	void theModelNamesItsBackbone() {
		final ModelConfig config = ModelFile.config(model);
		assertEquals(NAME, config.architecture());
		assertEquals(1, config.channels());
	}

	@Test
	void itClassifies() {
		ClassifyUltrasoundStep.run(new ClassifyUltrasoundStep.Config(model, table, folder.resolve("out"), "cpu", false),
			Monitor.NONE);
		assertEquals(8, Tables.read(folder.resolve("out").resolve("predictions.csv")).rows().size());
	}

	@Test
	void itIsExplained() {
		final ExplainClassificationStep.Result result = ExplainClassificationStep.run(new ExplainClassificationStep.Config(
			model, table, 2, "gradcam++", "predicted", false, folder.resolve("out"), "cpu", 0, false), Monitor.NONE);
		assertEquals(2, result.rows().size());
		for (final CamTable.Row row : result.rows())
			assertTrue(row.score() >= 0.5, row.toString());
	}

	@Test
	void itIsAStartForTheNext() {
		final Map<String, String> before = ModelFile.config(model).notes();
		assertEquals(before.keySet(), ModelFile.config(train(folder.resolve("second"), model)).notes().keySet());
	}
}
