"""Cuts the small set of fixtures in this folder out of the whole one: python3 subset.py <whole> <answers>

Numbers are taken over as they are: some cases, the first channels, every eighth pixel, a corner of an image; what a
JSON file counts is counted again over what is left. <answers>: see README.md. Needs numpy.
"""
import io
import json
import os
import re
import shutil
import sys
import zipfile

import numpy as np

WHOLE, ANSWERS = sys.argv[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))


def load(name):
    with np.load(os.path.join(WHOLE, name + '.npz')) as arrays:
        return dict(arrays)


def read(name):
    with open(os.path.join(WHOLE, name + '.json')) as file:
        return json.load(file)


def target(name):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def save(name, arrays):
    """The same bytes whenever it is made: numpy would write the time."""
    with zipfile.ZipFile(target(name + '.npz'), 'w') as out:
        for key, values in arrays.items():
            data = io.BytesIO()
            np.save(data, np.ascontiguousarray(values))
            entry = zipfile.ZipInfo(key + '.npy', (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, data.getvalue(), compresslevel=9)


def write(name, value):
    with open(target(name + '.json'), 'w') as file:
        json.dump(value, file, separators=(',', ':'))
        file.write('\n')


def copy(*names):
    for name in names:
        shutil.copyfile(os.path.join(WHOLE, name), target(name))


def keep(arrays, pattern):
    return {key: values for key, values in arrays.items() if re.fullmatch(pattern, key)}


def cam():
    meta = read('cam/meta')
    write('cam/meta', {key: meta[key] for key in ('phase', 'gradcams_224', 'scorecam')})
    grad = keep(load('cam/gradcams_224'), r'layer4|logits|n_positive.*|gradcam(pp_score)?\.c.*')
    score = load('cam/scorecam_224')
    for arrays in (grad, score):
        for key in arrays:
            if key.endswith(('.upsampled', '.normalised')):
                arrays[key] = arrays[key][:, ::8, ::8]
    grad['layer4'] = grad['layer4'][:, :16]
    score['mask_first2'] = score['mask_first2'][:, ::4, ::4]
    save('cam/gradcams_224', grad)
    save('cam/scorecam_224', score)


def contrastive():
    values = read('contrastive/values')
    values['cases'] = {key: case for key, case in values['cases'].items() if case['N'] < 10}
    write('contrastive/values', values)
    for name in list(values['cases']) + ['coupled_' + key for key in values['coupled_loss']] + ['edge_inputs']:
        save('contrastive/' + name, load('contrastive/' + name))


def corner(values):
    """8 x 8 pixels of each image of an array that ends in (..., h, w)."""
    return values[..., 8:16, 8:16]


def diffusion():
    meta = read('diffusion/meta')
    meta['loops'] = {key: loop for key, loop in meta['loops'].items() if
                     key in ('p_10_cosine', 'ddim_ddim10_cosine_eta1')}
    meta['train']['grad_norms_step1'] = {}
    write('diffusion/meta', meta)
    inputs, outputs = load('diffusion/steps_inputs'), load('diffusion/steps_outputs')
    answers = dict(np.load(ANSWERS))
    for key in ('xt', 'step_noise'):
        inputs[key] = corner(inputs[key])
    outputs = keep(outputs, r'q_sample|losses_cosine_.*|p_.*|ddim_eta.*')
    for key in outputs:
        if not key.startswith(('q_', 'losses_')):
            outputs[key] = corner(outputs[key])
    small = {'losses_cosine': answers['losses_cosine'], 'steps': corner(answers['steps'])}
    for name in meta['loops']:
        loop = load('diffusion/loop_' + name)
        loop['final_u8'] = loop['final_u8'][:, 8:16, 8:16]
        for key in loop:
            if loop[key].dtype == np.float32:
                loop[key] = corner(loop[key])
        save('diffusion/loop_' + name, loop)
        small['loop_' + name] = corner(answers['loop_' + name])
    save('diffusion/steps_inputs', inputs)
    save('diffusion/steps_outputs', outputs)
    save('diffusion/recorded_answers', small)


def labelnoise():
    problems = read('labelnoise/problems')
    problems['problems'] = {key: problems['problems'][key] for key in ('p2', 'p5')}
    write('labelnoise/problems', problems)
    save('labelnoise/problems', keep(load('labelnoise/problems'), r'p[25]\..*'))
    write('labelnoise/aum', {'a1': read('labelnoise/aum')['a1']})
    save('labelnoise/aum', keep(load('labelnoise/aum'), r'a1\..*'))
    spikes, numbers = load('labelnoise/spikes'), read('labelnoise/spikes')
    some = slice(0, 12)
    for key in ('loss', 'judged'):
        spikes[key] = spikes[key][:, some]
    numbers['n'] = spikes['loss'].shape[1]
    for key, setting in numbers['settings'].items():
        spikes[key + '.flags'] = spikes[key + '.flags'][:, some]
        for name in ('flagged_judgements', 'suspicious_all', 'suspicious_at_least_12'):
            spikes[key + '.' + name] = spikes[key + '.' + name][some]
        for name in ('suspicious_all', 'suspicious_at_least_12'):
            setting[name] = int(spikes[key + '.' + name].sum())
        for k in setting['flagged_in_at_least_k']:
            setting['flagged_in_at_least_k'][k] = int((spikes[key + '.flagged_judgements'] >= int(k)).sum())
    save('labelnoise/spikes', spikes)
    write('labelnoise/spikes', numbers)


def generative_extra():
    write('generative_extra/scores', read('generative_extra/scores'))
    save('generative_extra/features', keep(load('generative_extra/features'), r'train|test|.*\.gen|wide\..*'))


def manifold():
    scores = read('manifold/scores')
    scores['precision_recall'] = {key: scores['precision_recall'][key] for key in ('duplicates', 'few')}
    scores['kid'] = {'few': scores['kid']['few']}
    del scores['fid'], scores['inception_score']
    write('manifold/scores', scores)
    few, duplicates = load('manifold/few'), load('manifold/duplicates')
    save('manifold/few', few)
    save('manifold/duplicates', keep(duplicates, r'(?!dist_).*'))


def metrics():
    copy('metrics/classification.json', 'metrics/labels.npz')
    pairs = ('p1', 'p2', 'p3', 'p4')
    numbers = read('metrics/image_metrics')
    write('metrics/image_metrics', {key: numbers[key] for key in pairs})
    save('metrics/image_pairs', keep(load('metrics/image_pairs'), r'p[1-4]\.[ab]'))


def morphology():
    masks = read('morphology/masks')
    masks['masks'] = {key: mask for key, mask in masks['masks'].items() if mask['n_components_8'] < 50}
    write('morphology/masks', masks)
    save('morphology/masks', keep(load('morphology/masks'), '(' + '|'.join(masks['masks']) + r')\..*'))
    crops = ('i1', 'i7')
    numbers = read('morphology/crop')
    write('morphology/crop', {key: numbers[key] for key in crops})
    save('morphology/crop_images', keep(load('morphology/crop_images'), r'i[17]\..*'))


def optim():
    for name in ('adam_wd1e-4', 'adamw_two_groups', 'inputs', 'larc_adam_wd1e-4_clip', 'larc_sgd_mom0.9_wd1e-6',
                 'lars_const', 'lars_varlr_inside_skip1d', 'lars_varlr_outside'):
        copy('optim/' + name + '.npz')
    for name in ('schedules', 'settings'):
        write('optim/' + name, read('optim/' + name))


def preprocess():
    arrays = keep(load('preprocess/preprocess'), r'c[25]\..*|r1\..*|gray\..*')
    save('preprocess/preprocess', arrays)
    numbers = read('preprocess/preprocess')
    write('preprocess/preprocess', {key: numbers[key] for key in ('c2', 'c5')})


def resnet18():
    meta = read('resnet18/meta')
    meta['inputs'] = {key: meta['inputs'][key] for key in ('eval_1ch_224', 'eval_3ch_224')}
    del meta['densenet169']
    write('resnet18/meta', meta)
    one, three = load('resnet18/eval_1ch_224'), load('resnet18/eval_3ch_224')
    small = {}
    for key, values in one.items():
        first = re.fullmatch(r'(layer\d)_first\d+', key)
        if key.startswith('layer1_first'):
            continue
        if first:
            small[first[1] + '_first1'] = values[:, :1]
        else:
            small[key] = values
    save('resnet18/eval_1ch_224', small)
    save('resnet18/eval_3ch_224', keep(three, r'avgpool|logits|softmax|layer\d_max'))
    train = load('resnet18/train_1ch')
    save('resnet18/train_1ch', keep(train, r'y|logits|grad_(fc|bn1).*|.*\.running.*'))
    save('resnet18/densenet121_eval', load('resnet18/densenet121_eval'))
    write('resnet18/densenet121_params', read('resnet18/densenet121_params'))


def samplers():
    """Every pixel goes its own way: four of each image are left."""
    def pixels(values):
        return values[..., 2:4, 5:7]
    inputs = load('samplers/inputs')
    save('samplers/inputs', {key: pixels(values) if values.ndim == 4 else values for key, values in inputs.items()
                             if not key.endswith('.betas') and key != 'linear.alpha_bar'})
    for name in ('dpm', 'dpm_original', 'ddim', 'guidance', 'eps_models'):
        numbers = read('samplers/' + name) if name != 'eps_models' else {}
        numbers = {key: case for key, case in numbers.items() if isinstance(case, dict) and len(case['timesteps' if
                   'timesteps' in case else 'model_evaluated_at']) <= 10 and case.get('model', 'mix') == 'mix' and
                   case.get('guidance', 1.5) == 1.5}
        save('samplers/' + name, {key: pixels(values) for key, values in load('samplers/' + name).items() if
                                  key.rsplit('.', 1)[0] in numbers or '.t' in key})
        if not numbers:
            continue
        for case in numbers.values():
            for key in ('alpha', 'sigma', 'lambda', 'alpha_bar', 'previous_timesteps'):
                case.pop(key, None)
        write('samplers/' + name, numbers)
    steps = read('samplers/timesteps')
    write('samplers/timesteps', {key: {n: kept for n, kept in cases.items() if int(n) in (1, 2, 3, 7, 20, 26, 50)} for key, cases in
                                 steps.items()})


def schedule():
    cases = read('schedule/cases')
    cases['cases'] = [case for case in cases['cases'] if
                      case['num_timesteps'] <= (50 if case['schedule'] == 'cosine' else 10)]
    write('schedule/cases', cases)
    for case in cases['cases']:
        name = case['file'].replace('.npz', '')
        save('schedule/' + name, load('schedule/' + name))
    save('schedule/cosine_T1000', keep(load('schedule/cosine_T1000'), r'alphas_cumprod|posterior_variance'))
    save('schedule/linear_T1000', keep(load('schedule/linear_T1000'), r'alphas_cumprod'))


def unet():
    """Networks filled by the formula; of weight files the names and shapes, not the weights."""
    for name in ('b', 'c'):
        network = read('unet/' + name)
        network.pop('block_outputs_legacy_order', None)
        if 'state_dict' in network:
            network['state_dict'] = [entry[:2] for entry in network['state_dict']]
        write('unet/' + name, network)
    save('unet/c_io', load('unet/c_io'))
    save('unet/timestep_embedding', load('unet/timestep_embedding'))
    for name in os.listdir(os.path.join(WHOLE, 'unet', 'pt_formats')):
        copy('unet/pt_formats/' + name)


def weights():
    for name in ('safetensors', 'torch'):
        cases = [case for case in read('weights/' + name) if
                 os.path.getsize(os.path.join(WHOLE, 'weights', case['file'])) < 7000]
        write('weights/' + name, cases)
        copy(*('weights/' + case['file'] for case in cases))


def vit_mae():
    """The tiny network, masks, patches and tables are small as they are."""
    for name in ('tiny', 'vit_b16_names'):
        write('vit_mae/' + name, read('vit_mae/' + name))
    for name in ('tiny', 'masking', 'pos_embed', 'patchify_c1_S12_p4', 'patchify_c3_S8_p4'):
        save('vit_mae/' + name, load('vit_mae/' + name))


def vit_extras():
    """What there is code for: forward, attention, gradients of the last norm, drop path, position tables."""
    for name in ('vit', 'losses'):
        write('vit_extras/' + name, read('vit_extras/' + name))
    for name in ('vit', 'losses', 'pos_interp'):
        save('vit_extras/' + name, load('vit_extras/' + name))
    save('vit_extras/gradcams', keep(load('vit_extras/gradcams'), r'.*\.(A|grad\.c.*|(gradcam|gradcampp_score)\.c\d+\.(weights|map))'))
    save('vit_extras/scorecam', keep(load('vit_extras/scorecam'), r'.*(logits|mask_first2|indices|weights|map)'))


def explain_tests():
    """Some of the curves; of the randomised networks what there is code for."""
    meta = read('explain_tests/meta')
    meta['causal'] = [case for case in meta['causal'] if case['key'] in ('c1', 'c2')]
    meta['pointing'] = meta['pointing'][:6]
    meta['measures'] = meta['measures'][1:]
    meta['randomisation']['stages'] = meta['randomisation']['stages'][:4]
    write('explain_tests/meta', meta)
    save('explain_tests/causal', keep(load('explain_tests/causal'), r'kernel|c[12]\..*'))
    save('explain_tests/pointing', keep(load('explain_tests/pointing'), r'g[0-5]\..*'))
    save('explain_tests/measures', keep(load('explain_tests/measures'), r'm[123]\..*'))
    save('explain_tests/randomisation', keep(load('explain_tests/randomisation'), r's[0-3]\.(logits|gradcam.*)'))


def sam():
    """One window that does not divide the grid, the tiny model without its file, the smaller pictures."""
    cases = read('sam/cases')
    cases['cases'] = [case for case in cases['cases'] if case['name'] != 'rel_pos_interp']
    cases['preprocess'] = [case for case in cases['preprocess'] if case['key'] in ('p1', 'p2')]
    tiny = cases['cases'][0]
    tiny['prompts'] = [prompt for prompt in tiny['prompts'] if prompt['name'] in ('box', 'point_ignored', 'two_boxes')]
    write('sam/cases', cases)
    write('sam/names', read('sam/names'))
    save('sam/rel_pos', load('sam/rel_pos'))
    save('sam/window_pad', keep(load('sam/window_pad'), r'after_block0|after_patch_embed|after_pos|image_embedding'))
    save('sam/tiny', keep(load('sam/tiny'), r'(?!points|box_and_mask|after_block1|.*_multi).*|box.*_multi'))
    save('sam/preprocess', keep(load('sam/preprocess'), r'p[12]\..*|p0\.picture'))
    save('sam/end_to_end', keep(load('sam/end_to_end'), r'(sam\.single|medsam)\.(?!embedding).*'))


def segmentation():
    """Of the U-Net's finest scales the means only."""
    for name in ('film_unet_params', 'losses', 'mask_metrics'):
        write('segmentation/' + name, read('segmentation/' + name))
    for name in ('film', 'cbam', 'gated_fusion', 'losses', 'mask_pairs'):
        save('segmentation/' + name, load('segmentation/' + name))
    save('segmentation/film_unet', keep(load('segmentation/film_unet'), r'x|organ_ids|out|.*_mean|(enc|dec)[234]_first2'))


def video():
    """Of the networks what is wide in channels by its first ones; of the gradients those with frozen statistics."""
    networks = read('video/networks')
    for key, one in networks['networks'].items():
        one.pop('conv2plus1d', None)
        one['train'].pop('float32_error_of_largest')
        for mode in ('frozen', 'train'):
            norms = one[mode]['grad_norms']
            one[mode]['grad_norms'] = {name: norms[name] for name in list(norms)[::9]}
        evaluated = load('video/' + key + '_eval')
        small = keep(evaluated, r'.*_(mean|max)|layer[34]_first2|avgpool|logits|softmax')
        save('video/' + key + '_eval', {name: values.astype(np.float32) for name, values in small.items()})
        train = keep(load('video/' + key + '_train'), r'y|.*\.logits|frozen\.grad\.(?!fc|layer4).*|train\.grad\.stem.*|train\.(stem|layer3).*')
        save('video/' + key + '_train', train)
    write('video/networks', networks)
    for name in ('mil', 'kappa'):
        write('video/' + name, read('video/' + name))
    save('video/mil', load('video/mil'))


def gan():
    """Losses and norms whole; of the gradients of images the first rows."""
    write('gan/gan', read('gan/gan'))
    for name in ('spectral_norm', 'flicker'):
        save('gan/' + name, load('gan/' + name))
    patches = load('gan/patchgan')
    patches['hinge_d.grad_fake'] = patches['hinge_d.grad_fake'][:1, :1]
    patches['hinge_g.grad_fake_image0'] = patches['hinge_g.grad_fake_image0'][:1, :1]
    save('gan/patchgan', {key: values for key, values in patches.items() if key != 'hinge_d.grad.model.5.weight'})
    perceptual = load('gan/perceptual')
    save('gan/perceptual', {key: values[:1, :, :24] for key, values in perceptual.items()})


for topic in (cam, contrastive, diffusion, generative_extra, labelnoise, manifold, metrics, morphology, optim, preprocess, resnet18,
              samplers, schedule, unet, weights, vit_extras, vit_mae, explain_tests, segmentation, sam, video, gan):
    topic()
