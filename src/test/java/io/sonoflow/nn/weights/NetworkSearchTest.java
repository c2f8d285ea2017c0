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
package io.sonoflow.nn.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.layout.InceptionLayout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks in the wrappers of others: found, and where two are, the one that the field takes, or none. */
class NetworkSearchTest {

	private static final int[] SMALL = { 2, 2, 2, 2 };
	private static final int[] LARGE = { 3, 4, 6, 3 };

	private final Map<String, Tensor> file = new LinkedHashMap<>();

	/** One number seen everywhere. */
	private static Tensor tensor(final long... shape) {
		return new Tensor(DType.F32, shape, new Storage.Memory(ByteBuffer.allocate(4)), 0, new long[shape.length]);
	}

	private NetworkSearchTest put(final String prefix, final Map<String, long[]> shapes) {
		shapes.forEach((name, shape) -> file.put(prefix + name, tensor(shape)));
		return this;
	}

	private NetworkSearchTest resNet18(final String prefix) {
		return put(prefix, Layouts.resNet(3, SMALL, false));
	}

	private NetworkSearchTest viT(final String prefix) {
		return put(prefix, Layouts.viT(3, 16, 192, 3, 768, 197));
	}

	private static Map<String, long[]> uNet() {
		return Layouts.uNet(new UNetShape(1, 2, 32, List.of(32, 64), 1, new TreeSet<>(Set.of(2)), 0, true, false));
	}

	private NetworkSearchTest and(final String... names) {
		for (final String name : names)
			file.put(name, tensor(3));
		return this;
	}

	private StateDict dict() {
		return StateDict.of(file, Map.of());
	}

	private NetworkSearch.Result search(final String prefix, final String... wanted) {
		return new NetworkSearch(prefix, Set.of(wanted)).in(dict());
	}

	private void assertFound(final String prefix, final String architecture) {
		final NetworkSearch.Result result = search("");
		assertEquals(prefix, result.prefix());
		assertEquals(architecture, Architecture.of(result.network()).name());
	}

	private String refused() {
		return assertThrows(SonoflowException.File.class, () -> search("")).getMessage();
	}

	@Test
	void aNetworkWithoutPrefixIsLeftAlone() {
		final StateDict plain = resNet18("").and("fc.weight", "bn1.num_batches_tracked").dict();
		assertSame(plain, plain.network());
		assertEquals(List.of(), NetworkSearch.ANY.in(plain).beside());
	}

	@Test
	void lightningWithItsLoss() {
		resNet18("state_dict.model.backbone.").and("state_dict.criterion.weight", "state_dict.model.head.3.running_mean");
		file.put("state_dict.model.fc.weight", tensor(2, 512));
		file.put("state_dict.model.fc.bias", tensor(2));
		assertFound("state_dict.model.backbone", "resnet18");
		assertEquals(2, Architecture.of(search("").network()).classes());
		assertEquals(List.of("state_dict.criterion (1 tensor)", "state_dict.model.head (1 tensor)"), search("").beside());
		resNet18("state_dict.criterion.net.");
		assertFound("state_dict.model.backbone", "resnet18");
		assertTrue(search("").choice().contains("criterion.net"), search("").choice());
	}

	@Test
	void averagedModelOfSwa() {
		resNet18("module.").and("n_averaged");
		assertFound("module", "resnet18");
		assertEquals(List.of("n_averaged"), search("").beside());
	}

	@ParameterizedTest
	@CsvSource({ "module.encoder_q,module.encoder_k", "module.base_encoder,module.momentum_encoder",
		"online_encoder.net,target_encoder.net", "online_network.encoder,target_network.encoder", "backbone,backbone_momentum",
		"backbone,momentum_backbone", "teacher.backbone,student.module.backbone", "teacher,student", "model_ema,model",
		"ema,model", "state_dict_ema,state_dict", "ema_model.module,model", "ema.ema_model.model,model.model",
		"ema.ema_model.model,ema.online_model.model", "swa_model.module,model", "encoder,encoder_m" })
	void theHabitsOfTheField(final String taken, final String other) {
		for (final boolean first : new boolean[] { true, false }) {
			file.clear();
			resNet18((first ? taken : other) + ".").and("queue", "predictor.0.weight").resNet18((first ? other : taken) + ".");
			assertFound(taken, "resnet18");
			final String choice = search("").choice();
			assertTrue(choice.contains(taken) && choice.contains(other) && choice.contains("prefix"), choice);
			assertEquals(taken, search(taken + ".").prefix());
			assertEquals(other, search(other).prefix());
			final int dot = other.lastIndexOf('.');
			if (dot > 0 && !taken.startsWith(other.substring(0, dot))) assertEquals(other, search(other.substring(0, dot)).prefix());
		}
	}

	@Test
	void byolOfLucidrainsSavesTheOnlineNetworkTwice() {
		resNet18("net.");
		Map.copyOf(file).forEach((name, tensor) -> file.put("online_encoder." + name, tensor));
		resNet18("target_encoder.net.").and("online_encoder.projector.net.0.weight");
		final String found = search("").prefix();
		assertTrue(List.of("net", "online_encoder.net").contains(found), found);
		// copies, as safetensors keeps them
		file.clear();
		resNet18("net.").resNet18("online_encoder.net.").resNet18("target_encoder.net.");
		assertFound("online_encoder.net", "resnet18");
	}

	/** Its EMAHook swaps raw and averaged weights before it saves, and back when it resumes. */
	@Test
	void mmEngineSavesTheAverageAsStateDict() {
		resNet18("state_dict.backbone.").resNet18("ema_state_dict.module.backbone.");
		assertFound("ema_state_dict.module.backbone", "resnet18");
		final List<StateDict.Item> items = new ArrayList<>(List.of(new StateDict.Item(List.of("message_hub", "log_scalars"),
			"..."), new StateDict.Item(List.of("meta", "epoch"), 3L)));
		file.forEach((name, tensor) -> items.add(new StateDict.Item(List.of(name.substring(0, name.indexOf('.')), name.substring(
			name.indexOf('.') + 1)), tensor)));
		final NetworkSearch.Result result = NetworkSearch.ANY.in(new StateDict("test", items, Map.of()));
		assertEquals("state_dict.backbone", result.prefix());
		assertTrue(result.choice().contains("MMEngine"), result.choice());
	}

	@Test
	void simSiamHasOneNetwork() {
		resNet18("module.encoder.").and("module.encoder.fc.0.weight", "module.encoder.fc.1.running_mean",
			"module.predictor.0.weight");
		assertFound("module.encoder", "resnet18");
		assertEquals(List.of("module.predictor (1 tensor)"), search("").beside());
	}

	@Test
	void withoutAHabitNoneIsTaken() {
		resNet18("model_a.").resNet18("model_b.");
		final String message = refused();
		assertTrue(message.contains("model_a") && message.contains("model_b") && message.contains("prefix="), message);
		assertEquals("model_b", search("model_b").prefix());
	}

	@Test
	void aDistilledStudentIsNoSelfDistillation() {
		resNet18("student.").put("teacher.", Layouts.resNet(3, LARGE, true));
		assertTrue(refused().contains("resnet50 under \"teacher\""), refused());
		// who trains a ResNet-18 wants that
		assertEquals("student", search("", "resnet18").prefix());
		assertEquals("teacher", search("", "resnet50").prefix());
	}

	@Test
	void ofBothJepasEncodersTheTargetIsEvaluated() {
		viT("encoder.module.").viT("target_encoder.module.").and("predictor.module.mask_token");
		assertFound("target_encoder.module", "vit");
		file.clear();
		// the same names round a ResNet are nobody's habit
		resNet18("encoder.").resNet18("target_encoder.");
		assertTrue(refused().contains("target_encoder"), refused());
	}

	@Test
	void diffusionInItsProcess() {
		put("model.", uNet()).and("betas", "alphas_cumprod", "logvar");
		assertFound("model", "unet");
		assertEquals(uNet().keySet(), search("").network().tensors().keySet());
		file.clear();
		put("", uNet()).and("betas");
		assertEquals(uNet().keySet(), search("").network().tensors().keySet());
		assertEquals(List.of("betas"), search("").beside());
	}

	@Test
	void latentDiffusionsAverageHasNamesWithoutDots() {
		put("state_dict.model.diffusion_model.", uNet()).and("state_dict.betas", "state_dict.model_ema.decay");
		uNet().forEach((name, shape) -> file.put("state_dict.model_ema.diffusion_model" + name.replace(".", ""), tensor(shape)));
		assertFound("state_dict.model_ema", "unet");
		assertEquals(uNet().keySet(), search("").network().tensors().keySet());
		assertEquals("state_dict.model.diffusion_model", search("state_dict.model").prefix());
		file.remove("state_dict.model_ema.diffusion_modelout0bias");
		assertFound("state_dict.model.diffusion_model", "unet");
	}

	@Test
	void anIncompleteAverageIsNoNetwork() {
		resNet18("model.").resNet18("ema.");
		file.remove("ema.bn1.running_mean");
		assertFound("model", "resnet18");
	}

	@Test
	void backboneOfASegmenterAndOtherKinds() {
		put("backbone.", Layouts.resNet(3, LARGE, true)).and("classifier.0.convs.0.0.weight", "aux_classifier.0.weight");
		assertFound("backbone", "resnet50");
		file.clear();
		put("model.", Layouts.denseNet(1, new int[] { 6, 12, 24, 16 })).and("loss_fn.weight");
		assertFound("model", "densenet121");
		file.clear();
		Layouts.denseNet(1, new int[] { 6, 12, 24, 16 }).forEach((name, shape) -> file.put("net." + name.substring(9), tensor(
			shape)));
		and("loss.weight");
		assertFound("net", "densenet121");
		file.clear();
		put("fid.inception.", InceptionLayout.shapes()).put("model.", uNet());
		assertFound("model", "unet");
		assertEquals("fid.inception", search("", "inception").prefix());
	}

	@Test
	void aTeacherInsideItsStudent() {
		resNet18("").resNet18("momentum_encoder.").and("queue");
		assertFound("", "resnet18");
		assertEquals(Layouts.resNet(3, SMALL, false).size() + 1, search(".").network().tensors().size());
		assertEquals("momentum_encoder", search("momentum_encoder").prefix());
	}

	@Test
	void aPrefixOfNothingNamesWhatThereIs() {
		resNet18("module.").and("other.a.weight");
		final String message = assertThrows(SonoflowException.Input.class, () -> search("encoder")).getMessage();
		assertTrue(message.contains("prefix=encoder") && message.contains("\"module\""), message);
		// no known network, but asked for
		assertEquals(Set.of("a.weight"), search("other").network().tensors().keySet());
	}

	/** The whole published file by its names; its encoder is no network of its own, also inside of wrappers. */
	@Tag(Fixtures.TAG)
	@Test
	void segmentAnything() {
		final Map<String, long[]> sam = new LinkedHashMap<>();
		Fixtures.json("sam", "names").getAsJsonArray("state_dict").forEach(each -> sam.put(each.getAsJsonArray().get(0).getAsString(),
			HashFill.shape(each.getAsJsonArray().get(1))));
		put("", sam);
		assertFound("", "sam-vit-b");
		assertTrue(Architecture.of(dict()).isSam());
		assertEquals(List.of(), search("").beside());
		file.clear();
		put("model.module.", sam).and("optimizer.state.0.exp_avg");
		assertFound("model.module", "sam-vit-b");
		assertEquals(List.of("optimizer (1 tensor)"), search("").beside());
		file.remove("model.module.mask_decoder.mask_tokens.weight");
		assertEquals("unknown", Architecture.of(search("").network()).name());
	}

	/** A transformer that somebody calls image_encoder is still one. */
	@Test
	void anImageEncoderOfSomebodyElse() {
		viT("image_encoder.").and("text_encoder.weight");
		assertFound("image_encoder", "vit");
	}
}
